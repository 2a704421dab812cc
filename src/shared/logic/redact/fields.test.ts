import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorSchema } from '#shared/model/review/anchor.ts';
import { redactAnchor } from './anchors.ts';
import { beepRanges } from './beep-ranges.ts';
import { redactFields } from './fields.ts';
import { createRedactor } from './redactor.ts';

const redactor = createRedactor({ phones: true, emails: true, cards: true, names: ['Anna Major'], variables: [] }, []);
const renaming = { item: (id: string) => `i-${id}`, call: (id: string) => `c-${id}` };

const turn = (text: string) => ({ index: 0, role: 'caller' as const, startMs: 0, text });

describe('an anchor', () => {
  it('cuts its quote anew from the redacted turn, so that half a number does not stay', () => {
    const text = 'My number is 555 010 4477, thanks.';
    const quote = { exact: 'is 555 010', prefix: 'My number ', suffix: ' 4477, thanks.', at: 10 };
    const after = redactAnchor({ on: 'text', turn: turn(text), quote }, redactor);
    expect(after).toEqual({
      on: 'text',
      turn: turn('My number is [number], thanks.'),
      quote: { exact: 'is [number]', prefix: 'My number ', suffix: ', thanks.', at: 10 },
    });
  });

  it('stays an anchor whose quote stands in its turn, whatever is quoted', () => {
    const text = 'Anna Major, 555 010 4477, a@b.example, and Anna again.';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 30 }), (at, length) => {
        const exact = text.slice(at, at + length);
        const quote = { exact, at, prefix: text.slice(Math.max(0, at - 64), at), suffix: text.slice(at + length) };
        const after = redactAnchor({ on: 'text', turn: turn(text), quote }, redactor);
        if (after.on !== 'text') throw new Error('another kind of anchor');
        expect(anchorSchema.safeParse(after).success).toBe(true);
        expect(after.turn.text.startsWith(after.quote.exact, after.quote.at)).toBe(true);
        expect(JSON.stringify(after)).not.toMatch(/anna|major|555|010|4477|example/i);
      }),
    );
  });

  it('does not keep what stands around a turn: it was cut at a certain length, maybe within a number', () => {
    const anchor = {
      on: 'turn' as const,
      turn: { ...turn('Yes.'), before: '4477, is that right?', after: 'Thank you' },
    };
    expect(redactAnchor(anchor, redactor)).toEqual({ on: 'turn', turn: turn('Yes.') });
    const long = { on: 'turn' as const, turn: turn(`${'x '.repeat(9998)}4477`) };
    expect(JSON.stringify(redactAnchor(long, redactor))).not.toContain('4477');
  });

  it('uses what the quote remembers where the turn’s text is cut', () => {
    const quote = { exact: '010', prefix: 'is 555 ', suffix: ' 4477', at: 30_000 };
    const after = redactAnchor({ on: 'text', turn: turn('cut'), quote }, redactor);
    expect(JSON.stringify(after)).not.toMatch(/555|010|4477/);
  });
});

describe('fields', () => {
  it('rename the calls of a vote and keep what was said of them', () => {
    const set = { session: 's', firstCall: 'x', secondCall: 'y', firstIndex: 3, heardFirst: 'first', choice: 'none' };
    expect(redactFields('vote', set, redactor, renaming)).toEqual({
      session: 'i-s',
      firstCall: 'c-x',
      secondCall: 'c-y',
      firstIndex: 3,
      heardFirst: 'first',
      choice: 'none',
    });
  });

  it('renames what they refer to, and leaves the format’s own words alone', () => {
    const set = {
      anchor: { on: 'turn', turn: turn('Anna called') },
      text: 'Anna Major: +36 30 555 1234',
      severity: 'major',
      tags: ['t1'],
      resolved: false,
    };
    expect(redactFields('annotation', set, redactor, renaming)).toEqual({
      anchor: { on: 'turn', turn: turn('[name] called') },
      text: '[name]: [number]',
      severity: 'major',
      tags: ['i-t1'],
      resolved: false,
    });
    expect(redactFields('pack', { callIds: ['a', 'b'], name: 'For Anna' }, redactor, renaming)).toEqual({
      callIds: ['c-a', 'c-b'],
      name: 'For [name]',
    });
  });

  it('takes words out of fields and names that it does not know', () => {
    const set = { later: { deep: [{ 'Anna Major': 'a@b.example' }], severity: 'Major' } };
    expect(JSON.stringify(redactFields('annotation', set, redactor, renaming))).not.toMatch(/anna|major|example/i);
  });

  it('moves the splits of a correction with its words', () => {
    const set = {
      text: 'I am Anna Major. And you?',
      splits: [
        { at: 8, role: 'agent' },
        { at: 17, role: 'agent' },
      ],
    };
    expect(redactFields('correction', set, redactor, renaming)).toEqual({
      text: 'I am [name]. And you?',
      splits: [
        { at: 11, role: 'agent' },
        { at: 13, role: 'agent' },
      ],
    });
  });
});

describe('where to beep', () => {
  const reading = (length: number, ...spans: [number, number][]) => ({
    length,
    spans: spans.map(([from, to]) => ({ from, to, mark: '[x]' })),
  });

  it('takes a word’s share of its turn with a wide margin', () => {
    const turns = [
      { startMs: 0, endMs: 9_000, readings: [reading(100)] },
      { startMs: 10_000, endMs: 20_000, readings: [reading(100, [50, 60])] },
    ];
    expect(beepRanges(turns, 'words', 60_000)).toEqual([{ startMs: 13_000, endMs: 18_000 }]);
    expect(beepRanges(turns, 'turns', 60_000)).toEqual([{ startMs: 9_700, endMs: 20_300 }]);
  });

  it('goes to the next turn where the end is unknown, and gives up where the beginning is', () => {
    const open = { startMs: 1000, endMs: null, readings: [reading(10, [9, 10])] };
    expect(beepRanges([open, { ...open, startMs: 5000, readings: [] }], 'turns', 9000)).toEqual([
      { startMs: 700, endMs: 5300 },
    ]);
    expect(beepRanges([open], 'turns', 9000)).toEqual([{ startMs: 700, endMs: 9000 }]);
    expect(beepRanges([{ ...open, startMs: null }], 'words', 9000)).toBeNull();
  });

  it('joins what overlaps, and has nothing where nothing goes', () => {
    const turns = [{ startMs: 0, endMs: 4000, readings: [reading(100, [10, 20], [30, 40]), reading(90, [80, 90])] }];
    expect(beepRanges(turns, 'words', 4100)).toEqual([{ startMs: 0, endMs: 4100 }]);
    expect(beepRanges([{ startMs: null, endMs: null, readings: [reading(5)] }], 'words', 100)).toEqual([]);
  });
});
