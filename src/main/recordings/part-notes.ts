import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** What makes a partial download resumable. */
export interface PartNotes {
  /** A strong ETag, for `If-Range`; null when the storage sent none. */
  validator: string | null;
  /** Its `Last-Modified`: what an answer must repeat, together with the size, where there is no strong ETag. */
  lastModified?: string | null;
  totalBytes: number | null;
}

const notesSchema = z.object({
  validator: z.string().nullable(),
  lastModified: z.string().nullable().default(null),
  totalBytes: z.number().int().positive().nullable(),
  /** So many bytes are on the disk whatever happens. */
  durableBytes: z.number().int().min(0).default(0),
  /** Which start of the computer the part was written in. */
  boot: z.string().default(''),
});

/** The notes beside a part; null when there are none that can be read. */
export function readPartNotes(path: string): z.output<typeof notesSchema> | null {
  if (!existsSync(path)) return null;
  try {
    return notesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Half-written notes after a power cut: the bytes beside them cannot be trusted, so the download starts over.
    return null;
  }
}
