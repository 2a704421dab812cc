import { describe, expect, it } from 'vitest';
import { reviewerName } from './review-words.ts';

describe('a reviewer’s name', () => {
  const names = new Map([
    ['aaaa-1', 'Ada'],
    ['bbbb-2', 'Bob'],
    ['cccc-3', 'Ada'],
  ]);
  it('is told from the same name of somebody else', () => {
    expect(reviewerName('bbbb-2', names)).toBe('Bob');
    expect(reviewerName('aaaa-1', names)).toBe('Ada (aaaa)');
    expect(reviewerName('cccc-3', names)).toBe('Ada (cccc)');
  });
  it('is never empty', () => {
    expect(reviewerName('dddd-4', names)).toBe('Reviewer dddd');
    expect(reviewerName(null, names)).toBe('Nobody');
  });
});
