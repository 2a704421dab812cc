import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';
import { placeAfter, type RedactedSpan, replaceSpans } from './spans.ts';

const rules = { phones: true, emails: true, cards: true, names: [] as string[], variables: [] as string[] };
const redact = (text: string, given: Partial<typeof rules> = {}, values: string[] = []) =>
  createRedactor({ ...rules, ...given }, values).redact(text);

describe('numbers', () => {
  it.each([
    ['call +1 (555) 010-4477 now', 'call [number] now'],
    ['5550104477', '[number]'],
    ['555.010.4477, please', '[number], please'],
    ['555\u200b010\u200b4477', '[number]'],
    ['it is five five five, oh one oh, double four seven seven.', 'it is [number].'],
    ['five 5 five 0 1 0 4 4', '[number]'],
    ['٠٥٥٥١٢٣٤٥٦', '[number]'],
    ['card 4111 1111 1111 1111 ok', 'card [card] ok'],
    ['card 4111-1111-1111-1111', 'card [card]'],
    ['on 2026-11-25 at 10:30', 'on 2026-11-25 at 10:30'],
    ['room 12, floor 3', 'room 12, floor 3'],
    ['I have one, and two of them', 'I have one, and two of them'],
    ['someone told everyone', 'someone told everyone'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));

  it('takes known digits out whatever their length, in whatever form', () => {
    const pin = (text: string) => redact(text, { phones: false, cards: false }, ['4821']);
    expect(pin('my code is 4821')).toBe('my code is [number]');
    expect(pin('four eight two one')).toBe('[number]');
    expect(pin('4-8-2-1')).toBe('[number]');
    expect(pin('4822')).toBe('4822');
  });

  it('leaves alone what is switched off', () => {
    expect(redact('5550104477', { phones: false, cards: false })).toBe('5550104477');
    expect(redact('4111 1111 1111 1111', { phones: false })).toBe('[card]');
    expect(redact('a@b.example', { emails: false })).toBe('a@b.example');
  });
});

describe('emails', () => {
  it.each([
    ['write to anna.k+x@mail.example.com.', 'write to [email].'],
    ['?to=anna%40example.com&x', '[email]&x'.replace('[', '?[')],
    ['anna dot smith at example dot com, yes', '[email], yes'],
    ['sip:anna@10.0.0.1', 'sip:[email]'],
    ['we meet at noon', 'we meet at noon'],
    ['look at this dot', 'look at this dot'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));
});

describe('names', () => {
  const named = (text: string) => redact(text, { names: ['Anna Kovács', '王小明', "O'Brien"] });
  it.each([
    ['ANNA KOVACS called', '[name] called'],
    ['Kovácsnak hívják', '[name] hívják'],
    ['Anna’s brother', '[name]’s brother'],
    ['An announcement for Ann', 'An announcement for Ann'],
    ['我是王小明。', '我是[name]。'],
    ['Mr. O’Brien', 'Mr. [name]'],
    ['a\u0301nna', '[name]'],
  ])('%s', (text, expected) => expect(named(text)).toBe(expected));

  it('takes values of variables out like names, and leaves short ones', () => {
    expect(redact('She said Zoltan, and no.', {}, ['Zoltan', 'no'])).toBe('She said [removed], and no.');
  });
});

it('leaves no trace of a canary in any surroundings', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', 'a', '.', ',', '7', '-', '\n', '(', 'é'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(redact(`${before} +36 30 555 1234 ${after}`)).not.toContain('555');
      expect(redact(`${before} 4111111111111111 ${after}`)).not.toContain('1111');
      expect(redact(`${before} zsofia@mail.example ${after}`)).not.toContain('zsofia');
      expect(redact(`${before} Zsófia ${after}`, { names: ['Zsofia'] })).not.toContain('Zsófia');
    }),
  );
});

it('is quick with a megabyte of anything', () => {
  // By the square of the length it would be minutes; the limit is for a machine that is busy otherwise.
  for (const piece of ['a', '1 ', 'a@', ' at ', 'five ', 'é', '. ', 'a.b-c_', 'a dot ']) {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const began = performance.now();
    redact(text, { names: ['Anna'] });
    expect(performance.now() - began).toBeLessThan(20_000);
  }
});

it('keeps places in step with the text', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(40), fc.nat(5)), { maxLength: 4 }),
      (text, cuts) => {
        const spans: RedactedSpan[] = [];
        for (const [start, length] of [...cuts].sort(([a], [b]) => a - b)) {
          const from = Math.max(start, spans.at(-1)?.to ?? 0);
          const to = Math.min(start + length, text.length);
          if (to > from) spans.push({ from, to, mark: '[x]' });
        }
        const after = replaceSpans(text, spans);
        expect(placeAfter(text.length, spans, 'end')).toBe(after.length);
        const outside = (at: number) => spans.every(({ from, to }) => at < from || at >= to);
        for (let at = 0; at < text.length; at += 1) {
          if (outside(at)) expect(after[placeAfter(at, spans, 'start')]).toBe(text[at]);
        }
      },
    ),
  );
});
