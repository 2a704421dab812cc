import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson } from './json-indent.ts';

describe('indentJson', () => {
  it('writes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const pretty = JSON.stringify(value, null, 2);
        expect(indentJson(JSON.stringify(value))).toBe(pretty);
        expect(indentJson(pretty)).toBe(pretty);
      }),
    );
  });

  it('changes no number and no key', () => {
    expect(indentJson('{"id":12345678901234567890,"n":1.0,"n":1e400,"__proto__":-0}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "n": 1.0,\n  "n": 1e400,\n  "__proto__": -0\n}',
    );
  });

  it('is null for what is not JSON', () => {
    for (const text of ['', '{', '<x/>', "{'a':1}", '[1,]']) expect(indentJson(text)).toBeNull();
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', ' ') }), (text) => {
        expect(() => indentJson(text)).not.toThrow();
      }),
    );
  });

  it('does not grow with the square of the depth', () => {
    const depth = 3000;
    const text = indentJson('['.repeat(depth) + ']'.repeat(depth));
    expect(text?.length ?? 0).toBeLessThan(depth * 150);
  });
});
