import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginningOf,
  type Inline,
  NOTE_SHOWN_CHARS,
  type NoteBlock,
  parseInline,
  parseNote,
  plainNote,
} from './markdown.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });

function lettersOf(blocks: readonly NoteBlock[]): string {
  const inline = (one: Inline): string => ('text' in one ? one.text : one.children.map(inline).join(''));
  return blocks
    .flatMap((block) =>
      block.kind === 'paragraph'
        ? block.lines.flat().map(inline)
        : block.items.flatMap(({ children }) => children.map(inline)),
    )
    .join('');
}

function countPieces(blocks: readonly NoteBlock[]): number {
  const inline = (one: Inline): number =>
    1 + ('text' in one ? 0 : one.children.reduce((sum, child) => sum + inline(child), 0));
  return blocks
    .flatMap((block) => (block.kind === 'paragraph' ? block.lines : block.items.map(({ children }) => children)))
    .flat()
    .reduce((sum, one) => sum + inline(one), 0);
}

describe('parseInline', () => {
  it.each<[string, Inline[]]>([
    ['plain', [text('plain')]],
    ['**bold**', [{ kind: 'strong', children: [text('bold')] }]],
    ['*it*, _it_', [{ kind: 'em', children: [text('it')] }, text(', '), { kind: 'em', children: [text('it')] }]],
    ['`a *b* c`', [{ kind: 'code', text: 'a *b* c' }]],
    ['**a *b* c**', [{ kind: 'strong', children: [text('a '), { kind: 'em', children: [text('b')] }, text(' c')] }]],
    ['snake_case_name', [text('snake_case_name')]],
    ['3 * 4 * 5 and 3*4*5', [text('3 * 4 * 5 and 3*4*5')]],
    ['**open', [text('**open')]],
    ['**a *b** c*', [{ kind: 'strong', children: [text('a *b')] }, text(' c*')]],
    ['\\*not\\*', [text('*not*')]],
    ['`open', [text('`open')]],
    ['****', [text('****')]],
    ['<b>x</b> & <script>', [text('<b>x</b> & <script>')]],
    ['**שלום** 👩‍👩‍👧', [{ kind: 'strong', children: [text('שלום')] }, text(' 👩‍👩‍👧')]],
  ])('%s', (line, expected) => expect(parseInline(line)).toEqual(expected));
});

describe('parseNote', () => {
  it('reads paragraphs, their lines, and lists', () => {
    expect(parseNote('one\ntwo\r\n\r\n- a\n  - **b**\n- c\n3. d\n4) e\nend')).toEqual([
      { kind: 'paragraph', lines: [[text('one')], [text('two')]] },
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [
          { level: 0, children: [text('a')] },
          { level: 1, children: [{ kind: 'strong', children: [text('b')] }] },
          { level: 0, children: [text('c')] },
        ],
      },
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [
          { level: 0, children: [text('d')] },
          { level: 0, children: [text('e')] },
        ],
      },
      { kind: 'paragraph', lines: [[text('end')]] },
    ]);
  });

  it('takes no sign for a list that begins no item', () => {
    expect(parseNote('-dash\n- \n*em* x')).toEqual([
      {
        kind: 'paragraph',
        lines: [[text('-dash')], [text('- ')], [{ kind: 'em', children: [text('em')] }, text(' x')]],
      },
    ]);
  });

  it('loses no letter of any text and adds none', () => {
    const hostile = fc.array(
      fc.constantFrom('*', '**', '_', '__', '`', '\\', '\n', '- ', '1. ', ' ', 'a', 'ß', '👍', '\u202e', '\t'),
      {
        maxLength: 60,
      },
    );
    const letters = (value: string) => value.replaceAll(/[^aß👍\u202e]/gu, '');
    fc.assert(
      fc.property(hostile, (parts) => {
        const source = parts.join('');
        expect(letters(lettersOf(parseNote(source)))).toBe(letters(source));
      }),
    );
  });

  it('reads a megabyte of signs in linear time and into few pieces', () => {
    for (const sign of ['*', '**a', '`', '_ ', '*a* ', '- x\n', '**a *b ', '\\', '1. *', '\t']) {
      const source = sign.repeat(1_000_000 / sign.length);
      const begun = performance.now();
      const blocks = parseNote(source);
      expect(performance.now() - begun, sign).toBeLessThan(2000);
      expect(countPieces(blocks), sign).toBeLessThan(6000);
    }
  });
});

it('plainNote leaves the signs out', () => {
  expect(plainNote('**Slow** answer\n\n- after `lookup`\n- *again*')).toBe('Slow answer\n- after lookup\n- again');
});

describe('beginningOf', () => {
  it('is null for a text that is shown whole', () => expect(beginningOf('x'.repeat(NOTE_SHOWN_CHARS))).toBeNull());
  it('ends with a line, else with a word, else with a whole character', () => {
    expect(beginningOf(`${'a'.repeat(15)}\nbbb ccc ddd`, 20)).toBe('a'.repeat(15));
    expect(beginningOf(`${'a'.repeat(15)} bbbbbbbbbb`, 20)).toBe('a'.repeat(15));
    expect(beginningOf(`a${'👍'.repeat(20)}`, 20)).toBe(`a${'👍'.repeat(9)}`);
  });
});
