import { describe, expect, it } from 'vitest';
import type { Turn } from '../../model/turn.ts';
import { makeTurnAnchor } from '../anchors/make.ts';
import { placeAnchors } from '../anchors/place.ts';
import { correctTurns, countTranscript, type PlacedCorrection } from './apply.ts';
import { errorRate } from './error-rate.ts';

const turn = (index: number, role: Turn['role'], content: string): Turn => ({
  index,
  entry: index,
  role,
  rawRole: role,
  content,
  startMs: 1000 * index + 137,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs: null,
  measuredGapMs: null,
});
const before = [
  turn(0, 'agent', 'Hello, how can I help you today?'),
  turn(1, 'caller', 'My cart is gone. One moment please.'),
  turn(2, 'agent', 'I am sorry to hear that, which one?'),
];

function correct(
  on: number,
  fields: Partial<PlacedCorrection['fields']>,
  turns: readonly Turn[] = before,
  updatedMs = 1,
): PlacedCorrection {
  const made = before[on];
  if (made === undefined) throw new Error('no turn');
  const anchor = makeTurnAnchor(made, before);
  const [placement] = placeAnchors([anchor], { turns, toolCalls: [], recordingMs: null });
  if (placement === undefined) throw new Error('no placement');
  return {
    id: `${on} ${updatedMs}`,
    updatedMs,
    fields: { anchor, text: null, role: null, splits: null, deleted: null, ...fields },
    placement,
  };
}

describe('correctTurns', () => {
  it('shows the corrected words and speaker, and keeps the vendor’s', () => {
    const { turns } = correctTurns(before, [
      correct(1, { text: 'My card is gone. One moment please.', role: 'agent' }),
    ]);
    expect(turns[1]?.turn).toMatchObject({ content: 'My card is gone. One moment please.', role: 'agent' });
    expect(turns[1]?.sent).toBe(before[1]);
    expect(turns[1]?.map).not.toBeNull();
    expect(turns[0]).toMatchObject({ turn: before[0], map: null, correction: null, checked: false });
  });

  it('splits a turn where somebody else begins, and leaves out places that are not in it', () => {
    const splits = [
      { at: 17, role: 'agent' as const },
      { at: 12, role: 'caller' as const },
      { at: 900, role: 'caller' as const },
    ];
    const { turns } = correctTurns(before, [correct(1, { splits })]);
    expect(turns[1]?.parts).toEqual([
      { from: 0, to: 17, role: 'caller' },
      { from: 17, to: 35, role: 'agent' },
    ]);
    expect(turns[1]?.checked).toBe(false);
  });

  it('does not apply a correction to other words: both are kept, and the reader is told', () => {
    const after = [before[0], turn(1, 'caller', 'My car is gone. One moment please.'), before[2]].filter(
      (t) => t !== undefined,
    );
    const correction = correct(1, { text: 'My card is gone. One moment please.' }, after);
    const { turns, adrift } = correctTurns(after, [correction]);
    expect(turns[1]).toMatchObject({ turn: after[1], correction: null, stale: [correction] });
    expect(adrift).toEqual([]);
  });

  it('has nothing left to say when the vendor has come to the same words', () => {
    const after = [before[0], turn(1, 'caller', 'My card is gone. One moment please.'), before[2]].filter(
      (t) => t !== undefined,
    );
    const { turns, adrift } = correctTurns(after, [correct(1, { text: 'My card is gone. One moment please.' }, after)]);
    expect(turns[1]).toMatchObject({ correction: null, stale: [] });
    expect(adrift).toEqual([]);
  });

  it('keeps corrections whose turn is gone, and the earlier of two on one turn', () => {
    const after = before.slice(0, 1);
    const gone = correct(1, { text: 'My card.' }, after);
    expect(correctTurns(after, [gone]).adrift).toEqual([gone]);
    const [old, young] = [correct(0, { text: 'Hi.' }, before, 1), correct(0, { text: 'Hey.' }, before, 2)];
    const both = correctTurns(before, [old, young]);
    expect(both.turns[0]?.turn.content).toBe('Hey.');
    expect(both.adrift).toEqual([old]);
  });

  it('counts the errors of the turns that were checked, and of no others', () => {
    const none = countTranscript(correctTurns(before, []));
    expect(errorRate(none)).toBeNull();
    const counts = countTranscript(
      correctTurns(before, [
        correct(0, { text: before[0]?.content ?? '' }),
        correct(1, { text: 'My card is gone. One moment please.' }),
        correct(2, { role: 'caller' }),
      ]),
    );
    expect(counts).toMatchObject({ turns: 2, substitutions: 1, deletions: 0, insertions: 0, said: 14 });
  });
});
