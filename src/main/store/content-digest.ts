import { hash } from 'node:crypto';
import type { Turn } from '#shared/model/turn.ts';

/** SHA-256 of a text, hex. */
export function sha256Of(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Tells whether the turns of a call are still those that were stored: a digest of what is said, by whom and when. */
export function contentDigest(turns: readonly Pick<Turn, 'role' | 'startMs' | 'content'>[]): string {
  const parts: string[] = [];
  for (const turn of turns) parts.push(turn.role, String(turn.startMs), turn.content);
  return hash('sha1', parts.join('\u0000'), 'base64');
}
