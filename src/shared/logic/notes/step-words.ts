/** Part of a text, UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

let segmenter: Intl.Segmenter | null = null;

/**
 * Words chosen by keys: the next or the one before, or one more or one less at the end of what is chosen. With nothing
 * chosen, the first (or, going back, the last). Null for a text without words.
 */
export function stepWords(
  text: string,
  chosen: TextSpan | null,
  move: 'next' | 'before' | 'more' | 'less',
): TextSpan | null {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const words: TextSpan[] = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (isWordLike === true) words.push({ start: index, end: index + segment.length });
  }
  if (words.length === 0) return null;
  const at = (place: number): TextSpan | null => words[Math.min(words.length - 1, Math.max(0, place))] ?? null;
  if (chosen === null) return move === 'before' ? at(words.length - 1) : at(0);
  const found = words.findIndex(({ end }) => end > chosen.start);
  const first = found === -1 ? words.length - 1 : found;
  const last = Math.max(
    first,
    words.findLastIndex(({ start }) => start < chosen.end),
  );
  switch (move) {
    case 'next':
      return at(last + 1);
    case 'before':
      return at(first - 1);
    case 'more':
      return join(at(first), at(last + 1));
    case 'less':
      return join(at(first), at(Math.max(first, last - 1)));
  }
}

const join = (from: TextSpan | null, to: TextSpan | null): TextSpan | null =>
  from === null || to === null ? null : { start: from.start, end: to.end };
