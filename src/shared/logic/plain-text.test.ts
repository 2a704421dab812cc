import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutraliseText, prettyBody } from './plain-text.ts';

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

describe('prettyBody', () => {
  it('indents JSON and leaves the rest', () => {
    expect(prettyBody('{"a":[1]}').text).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyBody('<x>1</x>')).toEqual({ text: '<x>1</x>', cut: 0 });
    expect(prettyBody('12')).toEqual({ text: '12', cut: 0 });
  });
  it('says how much was cut', () => {
    expect(prettyBody('x'.repeat(50), 20)).toEqual({ text: 'x'.repeat(20), cut: 30 });
  });
});
