import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { placeFile } from './place-file.ts';

const markerFileName = 'workspace.json';
const markerSchema = z.object({ format: z.literal(1), workspaceId: z.string().min(1) });

/** What lies beside the database and says that there was one. */
export interface Marker {
  /** The `workspace_id` that the database's `meta` has; null when the file cannot be read. */
  workspaceId: string | null;
}

/** The marker of a workspace's folder; null when no database was ever made in it (or only by an Earmark before markers). */
export function readMarker(dir: string): Marker | null {
  const path = join(dir, markerFileName);
  if (!existsSync(path)) return null;
  try {
    return { workspaceId: markerSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).workspaceId };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return { workspaceId: null };
    throw error;
  }
}

/** Writes the marker so that it is there whole or not at all. */
export function writeMarker(dir: string, workspaceId: string): void {
  const path = join(dir, markerFileName);
  writeFileSync(`${path}.partial`, `${JSON.stringify({ format: 1, workspaceId })}\n`, { mode: 0o600 });
  placeFile(`${path}.partial`, path);
}
