import type { AnnotationRecord } from '../logic/notes/place-notes.ts';
import type { Anchor, Placement } from '../model/review/anchor.ts';

/** For tests of annotations: a record with everything unset but what is given. */
export function noteRecord(
  id: string,
  anchor: Anchor | null,
  fields: Partial<AnnotationRecord['fields']> & { createdMs?: number; author?: string } = {},
): AnnotationRecord {
  const { createdMs = 0, author = 'me', ...rest } = fields;
  return {
    id,
    author,
    createdMs,
    updatedMs: createdMs,
    fields: { anchor, text: null, tags: null, severity: null, resolved: null, sameAs: null, ...rest },
    disputed: [],
    textVersion: '',
  };
}

/** A place in today's transcript that is certain. */
export const placedAt = (place: Partial<Placement>): Placement => ({
  state: 'same',
  turn: null,
  from: null,
  to: null,
  tool: null,
  why: null,
  ...place,
});

export const turnAnchor = (index: number, startMs: number | null = null): Anchor => ({
  on: 'turn',
  turn: { index, role: 'agent', startMs, text: 'Hello' },
});
