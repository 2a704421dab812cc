import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlignConstraints, alignCalls, type TurnText } from './align-calls.ts';

const none: AlignConstraints = { pinned: [], broken: [] };
const agent = (text: string): TurnText => ({ role: 'agent', text });
const caller = (text: string): TurnText => ({ role: 'caller', text });
const pairsOf = (a: readonly TurnText[], b: readonly TurnText[], constraints = none) =>
  alignCalls(a, b, constraints).rows.map(({ a: i, b: j }) => [i, j]);

const first = [
  agent('Hello, this is Mia from Brightwater Dental. How can I help?'),
  caller('I need a check-up.'),
  agent('Sure. What is your full name and your date of birth?'),
  caller('Walter Nolan, October 20, 1985.'),
  agent('The next openings are Monday at 10 and Tuesday at 3. Which would you like?'),
  caller('Monday.'),
  agent('You are all set for Monday at 10. Anything else?'),
];
const second = [
  agent('Hi, Brightwater Dental, Mia speaking. How may I help you today?'),
  caller('Hi, it has been a while, can I come in for a cleaning?'),
  agent('This call may be recorded for quality.'),
  agent('Of course. Can you tell me your name and your date of birth?'),
  caller('Ana Ruiz, the third of May 1990.'),
  agent('I have openings on Friday at 9 and Thursday at 2. Which one suits you?'),
  caller('Thursday please.'),
  agent('You are booked for Thursday at 2. Is there anything else?'),
];

describe('alignCalls', () => {
  it('pairs turns by what is said, and shows what was put in', () => {
    expect(pairsOf(first, second)).toEqual([
      [0, 0],
      [1, 1],
      [null, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 6],
      [6, 7],
    ]);
  });

  it('holds to pins and breaks of a person, and says which pins cannot hold', () => {
    const broken = alignCalls(first, second, { pinned: [], broken: [[2, 3]] });
    expect(broken.rows.some(({ a, b }) => a === 2 && b === 3)).toBe(false);
    const { rows, ignored } = alignCalls(first, second, {
      pinned: [
        [4, 2],
        [0, 5],
        [1, 1],
        [3, 0],
      ],
      broken: [],
    });
    expect(rows.find(({ a }) => a === 4)).toMatchObject({ b: 2, pinned: true });
    expect(ignored).toEqual([
      [0, 5],
      [3, 0],
    ]);
  });

  it('leaves calls that have nothing in common apart, and takes empty ones', () => {
    const other = [agent('The parcel left the depot yesterday.'), agent('It is on the van.')];
    expect(alignCalls(first.slice(2, 3), other, none).rows.every(({ a, b }) => a === null || b === null)).toBe(true);
    expect(pairsOf([], [])).toEqual([]);
    expect(pairsOf([], other)).toEqual([
      [null, 0],
      [null, 1],
    ]);
  });

  it('aligns a call of 2,000 turns with one that lacks some', () => {
    const long = Array.from({ length: 2000 }, (_, at) =>
      at % 2 === 0 ? agent(`Step ${word(at)} of the ${word(at * 7)} procedure`) : caller(`Done with ${word(at)}`),
    );
    const shorter = long.filter((_, at) => at % 50 > 1);
    const { rows } = alignCalls(long, shorter, none);
    const right = rows.filter(({ a, b }) => a !== null && b !== null && long[a] === shorter[b]).length;
    expect(right).toBeGreaterThan(0.99 * shorter.length);
  });

  const turn = fc.record({
    role: fc.constantFrom('agent' as const, 'caller' as const, 'other' as const),
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Yes.', 'No.', '', 'はい。', 'What is your name?')),
  });
  it('never mixes roles, turns an order round or loses a turn', () => {
    const calls = fc.array(turn, { maxLength: 12 });
    const places = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 4 });
    fc.assert(
      fc.property(calls, calls, places, places, (a, b, pinned, broken) => {
        const { rows } = alignCalls(a, b, { pinned, broken });
        expect(rows.flatMap((row) => row.a ?? [])).toEqual(a.map((_, at) => at));
        expect(rows.flatMap((row) => row.b ?? [])).toEqual(b.map((_, at) => at));
        for (const row of rows) {
          if (row.a === null || row.b === null) continue;
          expect(a[row.a]?.role).toBe(b[row.b]?.role);
          if (!row.pinned) expect(broken).not.toContainEqual([row.a, row.b]);
        }
      }),
    );
  });
});

/** A word of its own for a number. */
function word(at: number): string {
  return [...String(at)].map((digit) => 'lorakisumet'.slice(Number(digit), Number(digit) + 2)).join('');
}
