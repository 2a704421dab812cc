/** A part of a text and where it begins. */
export interface TextPiece {
  readonly text: string;
  readonly start: number;
}

/**
 * Splits a very long text into pieces of at most `most` characters: after white space where there is some, else between
 * characters as a reader sees them (one that is longer stays whole). The pieces put together are the text. What the
 * browser does to a part of a text node, such as marking a word, costs with the length of the whole node.
 */
export function splitLong(text: string, most = 2000): TextPiece[] {
  const pieces: TextPiece[] = [];
  let segments: Intl.Segments | null = null;
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + most);
    if (end < text.length) {
      const gap = text.slice(start, end).search(/\s\S*$/u);
      if (gap !== -1) {
        end = start + gap + 1;
      } else {
        segments ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
        const cut = segments.containing(end);
        if (cut !== undefined) end = cut.index > start ? cut.index : cut.index + cut.segment.length;
      }
    }
    pieces.push({ text: text.slice(start, end), start });
    start = end;
  }
  return pieces;
}
