import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf, splitNumbers } from './text-direction.ts';

describe('directionOf', () => {
  it.each([
    ['שלום, מה שלומך?', 'rtl'],
    ['WhatsApp זה בסדר גמור?', 'rtl'],
    ['Brightwater Dental, שלום, איך אפשר לעזור?', 'rtl'],
    ['https://example.com/a מצאתי', 'rtl'],
    ['My name is דנה and I call about an order.', 'ltr'],
    ['مرحبا، رقم الطلب SP-112464', 'rtl'],
    ['Hello!', 'ltr'],
    ['054-123-4567', null],
    ['', null],
    ['https://example.com', 'ltr'],
  ])('%s runs %s', (text, expected) => {
    expect(directionOf(text)).toBe(expected);
  });
});

describe('splitNumbers', () => {
  const numbers = (text: string) => splitNumbers(text).flatMap((run) => (run.number ? [run.text] : []));

  it('keeps the groups of a number together and leaves single numbers alone', () => {
    expect(numbers('המספר שלי הוא 054 123 4567, תודה')).toEqual(['054 123 4567']);
    expect(numbers('חייגו +972-54-1234567.')).toEqual(['+972-54-1234567']);
    expect(numbers('(03) 555-1234 או 1-800-55')).toEqual(['(03) 555-1234', '1-800-55']);
    expect(numbers('בשעה 15 ביום 3')).toEqual([]);
    expect(numbers('מינוס -5 מעלות')).toEqual(['-5']);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '2', ' ', '-', '+', '(', ')', '.', 'א', 'x') }), (text) => {
        const runs = splitNumbers(text);
        expect(runs.map((run) => run.text).join('')).toBe(text);
        for (const run of runs) expect(text.startsWith(run.text, run.start)).toBe(true);
      }),
    );
  });
});
