import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutraliseText } from './plain-text.ts';

describe('neutraliseText', () => {
  it('shows what reorders text instead of obeying it', () => {
    expect(neutraliseText('pay \u202e001$\u202c now')).toBe('pay [U+202E]001$[U+202C] now');
    expect(neutraliseText('a\u0000b\u001bc\u007f')).toBe('a\u2400b\u241bc\u2421');
  });
  it('keeps line breaks, tabs, and the marks that only settle one neighbour', () => {
    expect(neutraliseText('שלום\u200f!\n\tok')).toBe('שלום\u200f!\n\tok');
  });
  it('leaves no reordering character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(neutraliseText(`${text}\u2067\u202b`)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
