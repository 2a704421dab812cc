import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VersionTurns } from '#shared/model/families.ts';
import {
  differenceWords,
  formatShare,
  indexWords,
  markDifferences,
  sortVersions,
  standingWords,
  templateParts,
  trendWords,
} from './family-words.ts';

const marked = (asked: string, text: string) =>
  markDifferences(asked, text)
    .filter(({ differs }) => differs)
    .map(({ text: words }) => words);

describe('markDifferences', () => {
  it.each([
    ['Can I have your date of birth?', 'can I have your date of birth', []],
    ['Thanks, Anna. What day suits you?', 'Thanks, Bob Stone. What day suits you?', ['Bob Stone']],
    ['Yes.', 'No.', ['No']],
    ['', 'Hello there', ['Hello there']],
    ['מה תאריך הלידה שלך', 'מה שם המשפחה שלך', ['שם המשפחה']],
  ])('of %j and %j', (asked, text, words) => expect(marked(asked, text)).toEqual(words));

  it('compares Japanese by word, not as one', () => {
    const words = marked('お名前を教えてください', '住所を教えてください').join('');
    expect(words).toContain('住所');
    expect(words).not.toContain('教えて');
  });

  it('loses and adds nothing, and marks nothing of the same words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ maxLength: 80 }), (text, asked) => {
        expect(
          markDifferences(asked, text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
        expect(marked(text, text)).toEqual([]);
      }),
    );
  });

  it('leaves turns of thousands of characters unmarked', () => {
    expect(markDifferences('a', 'b '.repeat(5000))).toHaveLength(1);
  });
});

it('tells the places of names, numbers and dates from words', () => {
  expect(templateParts('see you on #date #date at # @ then')).toEqual([
    { text: 'see you on', isSlot: false },
    { text: 'date', isSlot: true },
    { text: 'at', isSlot: false },
    { text: 'number', isSlot: true },
    { text: 'name', isSlot: true },
    { text: 'then', isSlot: false },
  ]);
});

it('rounds a share to neither all nor none', () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(formatShare)).toEqual(
    ['0', '1', '50', '99', '100'].map((percent) => `${percent}\u202f%`),
  );
});

it('says how a turn stands only when that is known', () => {
  expect(standingWords({ turns: 1, slowerThan: null })).toBeNull();
  expect(standingWords({ turns: 214, slowerThan: 0.93 })).toMatch(/longer than 93.% of its family of 214 turns/u);
});

it('says how far the index is until it is whole', () => {
  expect(indexWords({ indexed: 0, total: 0 })).toBeNull();
  expect(indexWords({ indexed: 5, total: 5 })).toBeNull();
  expect(indexWords({ indexed: 0, total: 5 })).toMatch(/none/);
  expect(indexWords({ indexed: 312, total: 4980 })).toMatch(/312 of 4.980 calls/);
});

it('has a difference only of two gaps', () => {
  expect(differenceWords(null, 5)).toBeNull();
  expect(differenceWords(5, null)).toBeNull();
  expect(differenceWords(800, 800)).toBe('±0 ms');
  expect(differenceWords(1500, 800)).toMatch(/^\+700/);
  expect(differenceWords(100, 800)).toMatch(/^−700/);
});

const version = (name: string | null, measured: number | null, reported: number | null = null): VersionTurns => ({
  agent: 'mia',
  agentName: 'Mia',
  version: name,
  calls: 2,
  turns: 3,
  measured: { n: measured === null ? 0 : 3, p50: measured, p90: measured, generations: 1 },
  reported: { n: reported === null ? 0 : 3, p50: reported, p90: reported, generations: 1 },
});

describe('versions', () => {
  it('stand by number, not by letter, those without one last', () => {
    const names = sortVersions([version('9', 1), version(null, 1), version('10', 1)]).map((row) => row.version);
    expect(names).toEqual(['10', '9', null]);
  });

  it('have a trend of two', () => {
    expect(trendWords([version('6', 800), version('7', 1500)])).toMatch(/^v7 against v6: measured median \+700.ms/);
    expect(trendWords([version('6', null, 800), version('7', 900, 700)])).toMatch(/reported median −100/);
    expect(trendWords([version('6', null), version('7', 900)])).toMatch(/no gap in common/);
    expect(trendWords([version('7', 900)])).toBeNull();
    expect(trendWords([version(null, 900), version('7', 900)])).toBeNull();
  });
});
