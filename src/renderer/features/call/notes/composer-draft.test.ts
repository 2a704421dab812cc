import { describe, expect, it } from 'vitest';
import { type ComposerDraft, draftKeyOf, readDraft, readNoteDrafts } from './composer-draft.ts';

const draft: ComposerDraft = {
  noteId: 'n1',
  anchor: { on: 'point', atMs: 1200 },
  text: 'half',
  tags: ['tag:asr-misheard'],
  severity: null,
  base: null,
  left: false,
};
const stored = (key: string, text: string, updatedMs = 0) => ({ key, text, updatedMs });

describe('drafts of notes', () => {
  it('are read as they were written', () => expect(readDraft(JSON.stringify(draft))).toEqual(draft));

  it.each(['', 'null', '{}', '{"anchor":', JSON.stringify({ ...draft, anchor: { on: 'moon' } })])(
    '%s is none',
    (json) => expect(readDraft(json)).toBeNull(),
  );

  it('come the last written first, without those of other fields and those that cannot be read', () => {
    const drafts = readNoteDrafts([
      stored(draftKeyOf('n1'), JSON.stringify(draft), 1),
      stored('score:x', JSON.stringify(draft), 9),
      stored(draftKeyOf('n2'), 'broken', 8),
      stored(draftKeyOf('n3'), JSON.stringify({ ...draft, noteId: 'n3' }), 5),
    ]);
    expect(drafts.map(({ noteId }) => noteId)).toEqual(['n3', 'n1']);
  });

  it('have keys that the store takes, however long the id is', () => {
    expect(draftKeyOf('x'.repeat(200)).length).toBeLessThanOrEqual(200);
  });
});
