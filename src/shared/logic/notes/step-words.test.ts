import { expect, it } from 'vitest';
import { stepWords, type TextSpan } from './step-words.ts';

const text = 'Sure, let me look.';
const word = (value: string): TextSpan => ({ start: text.indexOf(value), end: text.indexOf(value) + value.length });

it.each<[TextSpan | null, 'next' | 'before' | 'more' | 'less', string]>([
  [null, 'next', 'Sure'],
  [null, 'before', 'look'],
  [word('Sure'), 'next', 'let'],
  [word('let'), 'before', 'Sure'],
  [word('Sure'), 'before', 'Sure'],
  [word('look'), 'next', 'look'],
  [word('let'), 'more', 'let me'],
  [word('let me'), 'less', 'let'],
  [word('let'), 'less', 'let'],
  [word('et m'), 'more', 'let me look'],
])('%j %s', (chosen, move, expected) => {
  const found = stepWords(text, chosen, move);
  expect(text.slice(found?.start, found?.end)).toBe(expected);
});

it('has nothing to choose without words, and splits languages without spaces', () => {
  expect(stepWords(' … ', null, 'next')).toBeNull();
  expect(stepWords('', { start: 0, end: 0 }, 'more')).toBeNull();
  const thai = 'สวัสดีครับ';
  expect(stepWords(thai, null, 'next')?.end).toBeLessThan(thai.length);
});
