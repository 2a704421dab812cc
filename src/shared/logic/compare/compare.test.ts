import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../model/turn.ts';
import { makeTurnAnchor } from '../anchors/make.ts';
import type { ReadItem } from '../review/read-item.ts';
import { alignCalls } from './align-calls.ts';
import { countPairs, findRow, pairCalls } from './call-rows.ts';
import { decidePairs, type PairedCall } from './decided-pairs.ts';
import { turnContext } from './turn-context.ts';
import { findMark, turnMark } from './turn-mark.ts';
import { diffWords } from './word-diff.ts';

function turnsOf(said: readonly (readonly [Turn['role'], string])[]): Turn[] {
  return said.map(([role, content], index) => ({
    index,
    entry: index * 2,
    role,
    rawRole: role,
    content,
    startMs: index * 1000,
    endMs: null,
    gender: null,
    latency: null,
    reportedGapMs: role === 'agent' ? 500 + index : null,
    measuredGapMs: null,
  }));
}

const booking = turnsOf([
  ['agent', 'Hello, this is the Alameda hotel. How can I help you today?'],
  ['caller', 'I would like to book a double room for three nights.'],
  ['agent', 'Which day would you like to arrive?'],
  ['caller', 'On Monday, late in the evening.'],
  ['agent', 'Your room is booked. Goodbye and thank you for calling.'],
]);
const withQuestion = turnsOf([
  ['agent', 'Hello, this is the Alameda hotel. How can I help you today?'],
  ['caller', 'I would like to book a double room for three nights.'],
  ['agent', 'May I have your telephone number, please?'],
  ['caller', 'It is five five five, one two three.'],
  ['agent', 'Which day would you like to arrive?'],
  ['caller', 'On Monday, late in the evening.'],
  ['agent', 'Your room is booked. Goodbye and thank you for calling.'],
]);

let clock = 1;
function half(
  pairId: string,
  callId: string,
  turns: readonly Turn[],
  index: number,
  state: 'pinned' | 'broken',
): ReadItem<'pair'> {
  const turn = turns[index];
  if (turn === undefined) throw new Error('no such turn');
  const fields = { pairId, state, anchor: makeTurnAnchor(turn, turns), deleted: null };
  const about = { id: `${pairId}/${callId}`, callId, author: 'meg', createdMs: clock, updatedMs: clock };
  clock += 1;
  return { ...about, fields, item: { ...about, kind: 'pair', fields: {}, heads: {}, rivals: {}, rev: 1 } };
}

const call = (id: string, turns: readonly Turn[], halves: readonly ReadItem<'pair'>[] = []): PairedCall => ({
  id,
  turns,
  halves,
});

function decided(...pairs: readonly (readonly [number, number, 'pinned' | 'broken'])[]) {
  const made = pairs.map(([a, b, state], n) => [
    half(`p${n}`, 'a', booking, a, state),
    half(`p${n}`, 'b', withQuestion, b, state),
  ]);
  return [
    call(
      'a',
      booking,
      made.flatMap(([first]) => first ?? []),
    ),
    call(
      'b',
      withQuestion,
      made.flatMap(([, second]) => second ?? []),
    ),
  ] as const;
}

const pairsOf = (rows: readonly { a: number | null; b: number | null }[]) =>
  rows.flatMap(({ a, b }) => (a === null || b === null ? [] : [[a, b]]));

describe('alignCalls', () => {
  it('shows what only one call has as a gap, and pairs the rest', () => {
    const { rows } = alignCalls(call('a', booking), call('b', withQuestion));
    expect(pairsOf(rows)).toEqual([
      [0, 0],
      [1, 1],
      [2, 4],
      [3, 5],
      [4, 6],
    ]);
    expect(rows.filter(({ a }) => a === null).map(({ b }) => b)).toEqual([2, 3]);
  });

  it('keeps to pins and leaves broken pairs apart', () => {
    const [a, b] = decided([2, 2, 'pinned'], [0, 0, 'broken']);
    const { rows, pins, breaks, doubtful } = alignCalls(a, b);
    expect(doubtful).toEqual([]);
    expect([pins.length, breaks.length]).toEqual([1, 1]);
    expect(rows.find((row) => row.a === 2)).toMatchObject({ b: 2, pinned: true });
    expect(pairsOf(rows)).not.toContainEqual([0, 0]);
  });

  it.each([
    ['no turns at all', [], []],
    ['no turns in one', booking, []],
    [
      'turns without words',
      turnsOf([
        ['agent', ''],
        ['caller', '…'],
      ]),
      turnsOf([['agent', '']]),
    ],
    [
      'one word',
      turnsOf([['caller', 'Yes']]),
      turnsOf([
        ['caller', 'Yes'],
        ['caller', 'Yes'],
      ]),
    ],
    ['other scripts', turnsOf([['agent', 'שלום, במה אפשר לעזור?']]), turnsOf([['agent', 'ご用件をどうぞ。']])],
    ['a very long turn', turnsOf([['agent', 'word '.repeat(2000)]]), turnsOf([['agent', 'other '.repeat(2000)]])],
  ])('has each turn once and in order: %s', (_, a, b) => {
    const { rows } = alignCalls(call('a', a), call('b', b));
    expect(rows.flatMap((row) => row.a ?? [])).toEqual(a.map(({ index }) => index));
    expect(rows.flatMap((row) => row.b ?? [])).toEqual(b.map(({ index }) => index));
  });

  it('has each turn once and in order, whatever is pinned and broken', () => {
    const place = fc.tuple(
      fc.integer({ min: 0, max: booking.length - 1 }),
      fc.integer({ min: 0, max: withQuestion.length - 1 }),
      fc.constantFrom('pinned' as const, 'broken' as const),
    );
    fc.assert(
      fc.property(fc.array(place, { maxLength: 5 }), (pairs) => {
        const [a, b] = decided(...pairs);
        const { rows, pins, breaks, doubtful } = alignCalls(a, b);
        expect(rows.flatMap((row) => row.a ?? [])).toEqual([0, 1, 2, 3, 4]);
        expect(rows.flatMap((row) => row.b ?? [])).toEqual([0, 1, 2, 3, 4, 5, 6]);
        expect(pins.length + breaks.length + doubtful.length).toBe(pairs.length);
        for (const pin of pins)
          expect(rows).toContainEqual(expect.objectContaining({ a: pin.a, b: pin.b, pinned: true }));
        for (const pair of breaks) expect(pairsOf(rows)).not.toContainEqual([pair.a, pair.b]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('decidePairs', () => {
  it('follows turns that a re-sync has moved', () => {
    const [a, b] = decided([4, 6, 'pinned']);
    const later = turnsOf([
      ['agent', 'This call may be recorded for training.'],
      ...booking.map(({ role, content }) => [role, content] as const),
    ]);
    expect(decidePairs({ ...a, turns: later }, b)).toMatchObject({ pins: [{ a: 5, b: 6 }], doubtful: [] });
  });

  it('does not put a pin on other words, and says why', () => {
    const [a, b] = decided([2, 4, 'pinned']);
    const changed = turnsOf([
      ['agent', 'Good morning.'],
      ['caller', 'A taxi to the station, now.'],
      ['agent', 'Ten minutes, and it is on its way already.'],
    ]);
    const { pins, doubtful } = decidePairs({ ...a, turns: changed }, b);
    expect(pins).toEqual([]);
    expect(doubtful).toMatchObject([{ pairId: 'p0', state: 'pinned', why: expect.stringMatching(/\.$/) }]);
  });

  it('lets the later of two pins that cross stand', () => {
    const [a, b] = decided([0, 4, 'pinned'], [2, 2, 'pinned']);
    const { pins, doubtful } = decidePairs(a, b);
    expect(pins).toMatchObject([{ pairId: 'p1' }]);
    expect(doubtful).toMatchObject([{ pairId: 'p0', why: 'A later pin crosses it.' }]);
  });

  it('says nothing of a half whose other half is gone', () => {
    const [a, b] = decided([2, 2, 'pinned']);
    expect(decidePairs(a, { ...b, halves: [] })).toEqual({ pins: [], breaks: [], doubtful: [] });
  });
});

describe('pairCalls', () => {
  const gap = (ms: number) => ({ ms, fromMs: 0, toMs: ms, confidence: 'high' as const, doubts: [] });
  it('gives the gaps of both and how far they are apart, and no figure where one is missing', () => {
    const { rows } = alignCalls(call('a', booking), call('b', withQuestion));
    const pairs = pairCalls(
      rows.length > 0 ? { rows } : { rows: [] },
      { turns: booking, gaps: [null, null, gap(700)] },
      { turns: withQuestion, gaps: [] },
    );
    const asked = pairs.find((pair) => pair.a?.index === 2);
    expect(asked).toMatchObject({
      reported: { a: 502, b: 504, apartMs: 2 },
      measured: { a: 700, b: null, apartMs: null },
      differs: false,
    });
    expect(countPairs(pairs)).toEqual({ pairs: 5, sameWords: 5, onlyA: 0, onlyB: 2 });
    const alone = (row: (typeof pairs)[number]) => row.a === null;
    expect(findRow(pairs, 0, 1, alone)).toBe(2);
    expect(findRow(pairs, 3, 1, alone)).toBe(2);
    expect(findRow(pairs, 0, -1, alone)).toBe(3);
    expect(findRow(pairs, 0, 1, (row) => row.pinned)).toBeNull();
    expect(findRow([], 0, 1, alone)).toBeNull();
  });
});

describe('diffWords', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'שלום', '日', '本', ' ', '  ', 'word', ','), { maxLength: 30 });
  it('holds the whole text, in order', () => {
    fc.assert(
      fc.property(text, text, (base, own) => {
        const said = own.join('');
        const { parts } = diffWords(base.join(''), said);
        expect(
          (parts ?? [])
            .filter(({ kind }) => kind !== 'other')
            .map((part) => part.text)
            .join(''),
        ).toBe(said);
      }),
    );
  });

  it.each([
    ['Which day will you arrive?', 'Which day would you arrive?', ['would']],
    ['מה השם שלך בבקשה', 'מה הכתובת שלך בבקשה', ['הכתובת']],
    ['私は東京に行きます', '私は京都に行きます', ['京', '都']],
  ])('marks words, not letters: %s', (base, own, marked) => {
    const found = (diffWords(base, own).parts ?? [])
      .filter(({ kind }) => kind === 'own')
      .map((part) => part.text.trim());
    expect(found.join('')).toContain(marked.at(-1));
    expect(found.join('').length).toBeLessThanOrEqual(marked.join('').length);
  });

  it('says when a text is another one, or too long', () => {
    expect(diffWords('Hello there', 'Goodbye now').unlike).toBe(true);
    expect(diffWords('Hello there, Ann', 'Hello there, Bob').unlike).toBe(false);
    expect(diffWords('a '.repeat(20_000), 'b '.repeat(20_000)).parts).toBeNull();
    expect(diffWords('word '.repeat(2000), 'word '.repeat(1999)).parts).not.toBeNull();
  });
});

describe('turnContext', () => {
  it('gives what the caller said since the agent spoke, and the tools in between', () => {
    const tool = {
      entry: 7,
      invocationId: 'i',
      startMs: null,
      name: 'book',
      method: null,
      url: null,
      requestBody: null,
      headers: null,
      statusCode: 200,
      responseBody: null,
      extractedVars: null,
      durationMs: 12,
      error: null,
      hasResult: true,
    };
    const context = turnContext(booking, [tool, { ...tool, entry: 1 }], 4);
    expect(context?.before.map(({ index }) => index)).toEqual([3]);
    expect(context?.tools).toEqual([tool]);
    expect(turnContext(booking, [tool], 0)).toMatchObject({ before: [], tools: [] });
    expect(turnContext(booking, [], 99)).toBeNull();
  });
});

describe('marks', () => {
  it('know a turn again at the place nearest to where it was', () => {
    const yes = { role: 'caller', content: 'Yes' };
    const turns = [yes, { role: 'agent', content: 'Yes' }, yes, yes];
    expect(findMark(turns, turnMark(yes), 2)).toBe(2);
    expect(findMark(turns, turnMark(yes), 9)).toBe(3);
    expect(findMark(turns, turnMark({ role: 'agent', content: 'No' }), 0)).toBeNull();
    expect(turnMark(yes)).toMatch(/^[0-9a-f]{16}$/);
  });
});
