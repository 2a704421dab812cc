import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedText } from './delimited-text.ts';

/** Reads RFC 4180, so that what was written can be compared. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  let field = '';
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (inside) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') field += text[++at];
      else inside = false;
    } else if (sign === '"') inside = true;
    else if (sign === ',' || sign === '\r') {
      lines.at(-1)?.push(field);
      field = '';
      if (sign === '\r') {
        at += 1;
        lines.push([]);
      }
    } else field += sign;
  }
  return lines.slice(0, -1);
}

describe('delimitedText', () => {
  it('quotes what needs it', () => {
    expect(delimitedText([['a,b', 'say "no"', 'two\nlines', 12, null]], ',')).toBe(
      '"a,b","say ""no""","two\nlines",12,\r\n',
    );
  });

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1', ' =1', '\n=1', '＝1'])('makes %j no formula', (text) => {
    expect(readCsv(delimitedText([[text]], ','))[0]?.[0]).toBe(`'${text}`);
  });

  it('leaves numbers below zero numbers', () => {
    expect(delimitedText([[-120, 0.5]], ',')).toBe('-120,0.5\r\n');
  });

  it('keeps one line a line with tabs', () => {
    expect(delimitedText([['a\tb\r\nc', '"x"', 3]], '\t')).toBe('a b c\t\'"x"\t3\r\n');
  });

  it('is read again as it was, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 })), (lines) => {
        const read = readCsv(delimitedText(lines, ','));
        expect(read.map((cells) => cells.map((cell) => cell.replace(/^'/, '')))).toEqual(
          lines.map((cells) => cells.map((cell) => cell.replace(/^'/, ''))),
        );
      }),
    );
  });

  it('never begins a cell of text like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', ' ', '\t', '\n', '"', 'a', ',') }), (text) => {
        for (const separator of [',', '\t'] as const) {
          const first = delimitedText([[text]], separator)
            .replace(/^"/, '')
            .trimStart();
          expect(first).not.toMatch(/^[=+\-@]/);
        }
      }),
    );
  });
});
