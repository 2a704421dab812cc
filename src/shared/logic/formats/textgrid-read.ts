import type { ReadAnnotation, ReadFile } from '../../model/review/exchange.ts';
import { checkStretch, msOfSeconds } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { noteTierName } from './tiers.ts';

type Token =
  | { readonly is: 'number'; readonly value: number; readonly line: number }
  | { readonly is: 'text'; readonly value: string; readonly line: number }
  | { readonly is: 'flag'; readonly value: string; readonly line: number };

const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?%?$/;

/**
 * The values of a Praat text file: numbers, texts in double quotes (a quote within doubled) and flags in angle brackets
 * that stand free between white space. Everything else is a comment, as is what follows a free `!` on its line (Praat
 * manual, "TextGrid file formats", section 3).
 */
function* tokensOf(text: string): Generator<Token> {
  let line = 1;
  let at = 0;
  const { length } = text;
  while (at < length) {
    const sign = text[at];
    if (sign === '\n') {
      line += 1;
      at += 1;
    } else if (sign === undefined || /\s/.test(sign)) {
      at += 1;
    } else if (sign === '"') {
      const begun = line;
      const { value, end, lines } = textAt(text, at, begun);
      yield { is: 'text', value, line: begun };
      line += lines;
      at = end;
    } else if (sign === '!') {
      const end = text.indexOf('\n', at);
      at = end === -1 ? length : end;
    } else {
      const end = wordEnd(text, at);
      const word = text.slice(at, end);
      if (/^<\w+>$/.test(word)) yield { is: 'flag', value: word.slice(1, -1), line };
      else if (numberPattern.test(word)) yield { is: 'number', value: Number(word.replace('%', '')), line };
      at = end;
    }
  }
}

function wordEnd(text: string, from: number): number {
  const blank = /\s/g;
  blank.lastIndex = from;
  return blank.exec(text)?.index ?? text.length;
}

function textAt(text: string, from: number, line: number): { value: string; end: number; lines: number } {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new FormatError('a text begins here and does not end; is the file cut off?', line);
    if (text[quote + 1] !== '"') {
      const raw = text.slice(from + 1, quote);
      return { value: raw.replaceAll('""', '"'), end: quote + 1, lines: raw.split('\n').length - 1 };
    }
    at = quote + 2;
  }
}

function refuse({ value, line }: Token, what: string): never {
  throw new FormatError(`${what} is expected, “${String(value).slice(0, 40)}” stands there.`, line);
}

/** Hands out the values one by one, as those who wrote the file counted them. */
class Values {
  readonly #tokens: Iterator<Token>;
  line = 1;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  #next(what: string): Token {
    const { value: token, done } = this.#tokens.next();
    if (done === true) throw new FormatError(`the file ends where ${what} should be.`, this.line);
    this.line = token.line;
    return token;
  }

  text(what: string): string {
    const token = this.#next(what);
    return token.is === 'text' ? token.value : refuse(token, what);
  }

  number(what: string): number {
    const token = this.#next(what);
    return token.is === 'number' ? token.value : refuse(token, what);
  }

  flag(what: string): string {
    const token = this.#next(what);
    return token.is === 'flag' ? token.value : refuse(token, what);
  }

  count(what: string): number {
    const value = this.number(what);
    if (!Number.isInteger(value) || value < 0) throw new FormatError(`${what} is no count: ${value}.`, this.line);
    return value;
  }
}

/**
 * Reads a Praat TextGrid, full or short text form. Every interval with a text and every point is an annotation; of a file
 * that has the tiers which are written here, only those on them are.
 *
 * @throws FormatError naming the line.
 */
export function readTextGrid(text: string): ReadFile {
  if (text.startsWith('ooBinaryFile')) {
    throw new FormatError('this is a binary TextGrid; in Praat, save it as a text file.', 1);
  }
  const values = new Values(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const type = values.text('the type of file ("ooTextFile")');
  if (!/^ooTextFile(?: short)?$/.test(type)) throw new FormatError(`the type of file is “${type}”.`, values.line);
  const kind = values.text('the kind of object ("TextGrid")');
  if (kind !== 'TextGrid') throw new FormatError(`it holds a ${kind.slice(0, 40)}, no TextGrid.`, values.line);
  values.number('the time at which it begins');
  values.number('the time at which it ends');
  const tiers = values.flag('<exists>') === 'exists' ? values.count('the number of tiers') : 0;
  const annotations: ReadAnnotation[] = [];
  const names: string[] = [];
  for (let tier = 0; tier < tiers; tier += 1) names.push(readTier(values, annotations));
  const own = names.some((name) => noteTierName.test(name));
  return {
    own,
    annotations: own ? annotations.filter(({ layer }) => layer !== null && noteTierName.test(layer)) : annotations,
    leftOut: [],
  };
}

function readTier(values: Values, into: ReadAnnotation[]): string {
  const kind = values.text('the kind of tier');
  if (kind !== 'IntervalTier' && kind !== 'TextTier') {
    throw new FormatError(`“${kind.slice(0, 40)}” is neither IntervalTier nor TextTier.`, values.line);
  }
  const name = values.text('the name of a tier');
  values.number('the time at which a tier begins');
  values.number('the time at which a tier ends');
  const count = values.count('the number of intervals or points');
  const found = { layer: name, id: null, callId: null };
  let before = 0;
  for (let at = 0; at < count; at += 1) {
    const startMs = msOfSeconds(
      values.number(kind === 'TextTier' ? 'the time of a point' : 'the beginning of an interval'),
    );
    const { line } = values;
    const endMs = kind === 'TextTier' ? startMs : msOfSeconds(values.number('the end of an interval'));
    const stretch = checkStretch({ startMs, endMs }, line);
    if (startMs < before) throw new FormatError('it begins before the one ahead of it on its tier ends.', line);
    before = endMs;
    const text = values.text(kind === 'TextTier' ? 'the mark of a point' : 'the text of an interval');
    if (kind === 'IntervalTier' && text.trim() === '') continue;
    into.push({ ...found, line, at: stretch, text });
  }
  return name;
}
