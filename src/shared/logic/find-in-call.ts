import { type FoldedText, foldText } from './fold-text.ts';

/** A stretch of text that can be searched, as it is shown. `item` = place in the transcript as listed. */
export interface FindSource {
  readonly item: number;
  /** Which of the item's texts it is. */
  readonly field: string;
  readonly text: string;
}

/** Where the words were found: UTF-16 offsets into the source's text, never inside a character. */
export interface FindMatch {
  readonly item: number;
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

export interface Finder {
  /** All places where the words stand, in the sources' order; none for a query without anything visible in it. */
  find(query: string): FindMatch[];
}

let segmenter: Intl.Segmenter | null = null;

/** Widens a range to whole characters as a reader sees them, where joined emoji would be cut. */
function widen(text: string, start: number, end: number): { start: number; end: number } {
  const joined = (at: number) => text[at - 1] === '\u200d' || text[at] === '\u200d';
  if (!joined(start) && !joined(end)) return { start, end };
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const segments = segmenter.segment(text);
  const first = segments.containing(start);
  const last = segments.containing(Math.max(start, end - 1));
  return {
    start: Math.min(start, first?.index ?? start),
    end: Math.max(end, last === undefined ? end : last.index + last.segment.length),
  };
}

function* findIn(text: string, folded: FoldedText, query: string): Generator<{ start: number; end: number }> {
  let done = 0;
  for (let at = folded.text.indexOf(query); at !== -1; at = folded.text.indexOf(query, at + query.length)) {
    const from = folded.starts[at] ?? 0;
    // To the next character that counts, so that marks and joiners that follow go with their letter.
    let next = at + query.length;
    const lastStart = folded.starts[next - 1];
    while (next < folded.text.length && folded.starts[next] === lastStart) next += 1;
    const { start, end } = widen(text, from, folded.starts[next] ?? text.length);
    // One character can hold the words twice, as a ligature does.
    if (start < done) continue;
    done = end;
    yield { start, end };
  }
}

/** Prepares texts for searching; they are folded at the first search. See `foldText` for what does not count. */
export function createFinder(sources: readonly FindSource[]): Finder {
  let folded: FoldedText[] | null = null;
  return {
    find(query) {
      const { text } = foldText(query);
      if (text.trim() === '') return [];
      folded ??= sources.map((source) => foldText(source.text));
      return folded.flatMap((one, i) => {
        const source = sources[i];
        if (source === undefined || !one.text.includes(text)) return [];
        return Array.from(findIn(source.text, one, text), (range) => ({
          item: source.item,
          field: source.field,
          ...range,
        }));
      });
    },
  };
}

/** The first match at or after an item, from the top again when there is none; -1 without matches. */
export function firstMatchFrom(matches: readonly Pick<FindMatch, 'item'>[], item: number): number {
  if (matches.length === 0) return -1;
  return Math.max(
    0,
    matches.findIndex((match) => match.item >= item),
  );
}

/** The match after or before the current one, round the ends; -1 without matches. */
export function stepMatch(count: number, current: number, by: 1 | -1): number {
  if (count <= 0) return -1;
  if (current < 0) return by === 1 ? 0 : count - 1;
  return (current + by + count) % count;
}
