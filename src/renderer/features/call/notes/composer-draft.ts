import { z } from 'zod';
import { anchorSchema } from '#shared/model/review/anchor.ts';
import { itemIdSchema } from '#shared/model/review/event.ts';
import { annotationSchema } from '#shared/model/review/items.ts';

const { text, tags, severity } = annotationSchema.shape;

/** A note being written, as it is kept while it is not saved. */
export const composerDraftSchema = z.object({
  /** The note's id, also of one that is not saved yet. */
  noteId: itemIdSchema,
  anchor: anchorSchema,
  text,
  tags,
  severity: severity.nullable(),
  /** The text that the writing began from (`Note.textVersion`); null for a new note. */
  base: z.string().max(100_000).nullable(),
  /** The reader left it unfinished: it waits in the list and does not come back by itself. */
  left: z.boolean(),
});
export type ComposerDraft = z.infer<typeof composerDraftSchema>;

const PREFIX = 'note:';
const MOST_ID = 190;

/** The name under which a note's draft is kept. */
export const draftKeyOf = (noteId: string): string => PREFIX + noteId.slice(0, MOST_ID);

export interface StoredDraft {
  readonly key: string;
  readonly text: string;
  readonly updatedMs: number;
}

/** The unfinished notes among a call's drafts, the last written first; what cannot be read is left where it is. */
export function readNoteDrafts(drafts: readonly StoredDraft[]): ComposerDraft[] {
  return [...drafts]
    .sort((a, b) => b.updatedMs - a.updatedMs)
    .flatMap(({ key, text: json }) => {
      if (!key.startsWith(PREFIX)) return [];
      const draft = readDraft(json);
      return draft ?? [];
    });
}

/** A draft as it was kept; null when it cannot be read. */
export function readDraft(json: string): ComposerDraft | null {
  try {
    return composerDraftSchema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
