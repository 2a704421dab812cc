/** A place in a text and what is put there instead. UTF-16 units. */
export interface RedactedSpan {
  from: number;
  to: number;
  mark: string;
}

/** Spans in order, those that touch or overlap made one. The one that begins first gives its mark. */
export function joinSpans(spans: readonly RedactedSpan[]): RedactedSpan[] {
  const joined: RedactedSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = joined.at(-1);
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** The text with its spans replaced. Spans are in order and do not overlap. */
export function replaceSpans(text: string, spans: readonly RedactedSpan[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, mark } of spans) {
    result += text.slice(at, from) + mark;
    at = to;
  }
  return result + text.slice(at);
}

/** Where a place in a text is after its spans were replaced; one within a span is moved to the mark's `edge`. */
export function placeAfter(offset: number, spans: readonly RedactedSpan[], edge: 'start' | 'end'): number {
  let moved = 0;
  for (const { from, to, mark } of spans) {
    if (offset <= from) break;
    if (offset < to) return from + moved + (edge === 'start' ? 0 : mark.length);
    moved += mark.length - (to - from);
  }
  return offset + moved;
}
