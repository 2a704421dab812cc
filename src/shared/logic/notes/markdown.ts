/** Words of a note with their emphasis. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly children: readonly Inline[] };

/** A note as paragraphs of lines, and lists; `level` counts indentation from 0. */
export type NoteBlock =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      /** The number an ordered list begins with. */
      readonly start: number;
      readonly items: readonly { readonly level: number; readonly children: readonly Inline[] }[];
    };

/** So many pieces are told apart; what follows is plain text, because a page of a hundred thousand elements stands still. */
const MOST_PIECES = 5000;
const MOST_LEVELS = 4;

const listItem = /^( {0,12}|\t{0,4})(?:[-*•]|(\d{1,6})[.)])[ \t]+(?=\S)/u;
const wordSign = /[\p{L}\p{N}]/u;

/**
 * Reads a note's text: bold, italic, code, lists and line breaks, nothing else. The text is never taken for HTML. Linear in
 * its length, whatever is in it; signs that close nothing stay as they were typed.
 */
export function parseNote(text: string, mostPieces = MOST_PIECES): NoteBlock[] {
  const budget = { left: mostPieces };
  const blocks: NoteBlock[] = [];
  let lines: Inline[][] = [];
  let list: { ordered: boolean; start: number; items: { level: number; children: Inline[] }[] } | null = null;
  const endParagraph = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', lines });
    lines = [];
  };
  const endList = () => {
    if (list !== null) blocks.push({ kind: 'list', ...list });
    list = null;
  };
  const source = text.replaceAll(/\r\n?/gu, '\n');
  let at = 0;
  while (at <= source.length) {
    if (budget.left <= 0) {
      endList();
      lines.push([{ kind: 'text', text: source.slice(at) }]);
      break;
    }
    const found = source.indexOf('\n', at);
    const end = found === -1 ? source.length : found;
    const line = source.slice(at, end);
    at = end + 1;
    budget.left -= 1;
    const item = listItem.exec(line);
    if (item !== null) {
      endParagraph();
      const ordered = item[2] !== undefined;
      if (list !== null && list.ordered !== ordered && levelOf(item[1] ?? '') === 0) endList();
      list ??= { ordered, start: Number(item[2] ?? 1), items: [] };
      list.items.push({ level: levelOf(item[1] ?? ''), children: parseInline(line.slice(item[0].length), budget) });
      continue;
    }
    endList();
    if (line.trim() === '') endParagraph();
    else lines.push(parseInline(line, budget));
  }
  endList();
  endParagraph();
  return blocks;
}

function levelOf(indent: string): number {
  const steps = indent.startsWith('\t') ? indent.length : Math.floor(indent.length / 2);
  return Math.min(MOST_LEVELS - 1, steps);
}

interface Open {
  readonly kind: 'strong' | 'em';
  readonly sign: string;
  readonly children: Inline[];
}

/**
 * The emphasis of one line. A strong or emphasised stretch holds none of its own kind, so at most two are open at a time and
 * every piece is moved at most twice.
 */
export function parseInline(line: string, budget: { left: number } = { left: MOST_PIECES }): Inline[] {
  const root: Inline[] = [];
  const open: Open[] = [];
  let plain = '';
  /** The last place where a code sign was looked for in vain: there is none behind it either. */
  let noCodeFrom = Number.POSITIVE_INFINITY;
  const top = () => open.at(-1)?.children ?? root;
  const flush = () => {
    if (plain !== '') {
      top().push({ kind: 'text', text: plain });
      budget.left -= 1;
    }
    plain = '';
  };
  /** Takes back the last opened stretch: its sign was only a sign. */
  const giveUp = () => {
    const last = open.pop();
    if (last === undefined) return;
    flushInto(top(), last.sign);
    for (const child of last.children) {
      if (child.kind === 'text') flushInto(top(), child.text);
      else top().push(child);
    }
  };

  for (let i = 0; i < line.length; ) {
    const char = line[i] ?? '';
    if (budget.left <= 0) {
      plain += line.slice(i);
      break;
    }
    if (char === '\\' && /[\\*_`-]/u.test(line[i + 1] ?? '')) {
      plain += line[i + 1];
      i += 2;
      continue;
    }
    if (char === '`' && i < noCodeFrom) {
      const end = line.indexOf('`', i + 1);
      if (end === -1) noCodeFrom = i;
      if (end > i + 1) {
        flush();
        top().push({ kind: 'code', text: line.slice(i + 1, end) });
        budget.left -= 1;
        i = end + 1;
        continue;
      }
    }
    const sign = signAt(line, i);
    if (sign === null) {
      plain += char;
      i += 1;
      continue;
    }
    const kind = sign.length === 2 ? 'strong' : 'em';
    const place = open.findIndex((one) => one.sign === sign);
    if (place !== -1 && closes(line, i, sign)) {
      flush();
      while (open.length > place + 1) giveUp();
      const done = open.pop();
      if (done !== undefined && done.children.length > 0) {
        top().push({ kind, children: done.children });
        budget.left -= 1;
      } else plain += sign + sign;
    } else if (!open.some((one) => one.kind === kind) && opens(line, i, sign)) {
      flush();
      open.push({ kind, sign, children: [] });
    } else plain += sign;
    i += sign.length;
  }
  flush();
  while (open.length > 0) giveUp();
  return root;
}

/** Puts plain words behind what is there, as one piece with plain words before them. */
function flushInto(children: Inline[], text: string): void {
  const last = children.at(-1);
  if (last?.kind === 'text') children[children.length - 1] = { kind: 'text', text: last.text + text };
  else children.push({ kind: 'text', text });
}

function signAt(line: string, i: number): '**' | '__' | '*' | '_' | null {
  const char = line[i];
  if (char !== '*' && char !== '_') return null;
  if (line[i + 1] === char) return char === '*' ? '**' : '__';
  return char;
}

/** A single sign within a word is none (`snake_case`, `3*4`); two stars may begin anywhere. */
function opens(line: string, i: number, sign: string): boolean {
  const after = line[i + sign.length] ?? ' ';
  if (/\s/u.test(after)) return false;
  return sign === '**' || !wordSign.test(line[i - 1] ?? ' ');
}

function closes(line: string, i: number, sign: string): boolean {
  if (/\s/u.test(line[i - 1] ?? ' ')) return false;
  return sign === '**' || !wordSign.test(line[i + sign.length] ?? ' ');
}

/** A note's text without its signs, for lists, searches and file formats that know only text. */
export function plainNote(text: string): string {
  return parseNote(text)
    .map((block) =>
      block.kind === 'paragraph'
        ? block.lines.map(inlineText).join('\n')
        : block.items.map(({ children }) => `- ${inlineText(children)}`).join('\n'),
    )
    .join('\n');
}

function inlineText(children: readonly Inline[]): string {
  return children.map((one) => ('text' in one ? one.text : inlineText(one.children))).join('');
}

/** So much of a note is shown at first, characters. */
export const NOTE_SHOWN_CHARS = 2000;

/** The beginning of a long text, cut at a line or a word where there is one near; null when the text is no longer than that. */
export function beginningOf(text: string, most = NOTE_SHOWN_CHARS): string | null {
  if (text.length <= most) return null;
  const cut = text.slice(0, most);
  const line = cut.lastIndexOf('\n');
  if (line > most / 2) return cut.slice(0, line);
  const word = cut.search(/\s\S*$/u);
  if (word > most / 2) return cut.slice(0, word);
  // No half of a character that takes two units.
  return /[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut;
}
