/** A stretch of time, ms. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Keeps what is a stretch at all, cuts it at 0 and `durationMs`, sorts, and joins what touches. */
export function tidySpans<T extends Span>(spans: readonly T[], durationMs: number): Span[] {
  const within = spans
    .map(({ startMs, endMs }) => ({ startMs: Math.max(0, startMs), endMs: Math.min(durationMs, endMs) }))
    .filter(({ startMs, endMs }) => Number.isFinite(startMs) && endMs > startMs);
  return joinSpans(within, 0);
}

/** The stretches in order, with those that lie at most `breakMs` apart made one. */
export function joinSpans(spans: readonly Span[], breakMs: number): Span[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = joined.at(-1);
    if (last !== undefined && startMs - last.endMs <= breakMs) last.endMs = Math.max(last.endMs, endMs);
    else joined.push({ startMs, endMs });
  }
  return joined;
}

/** What lies in both. Both are in order and do not overlap themselves. */
export function intersectSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const both: Span[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const one = a[i];
    const two = b[j];
    if (one === undefined || two === undefined) return both;
    const startMs = Math.max(one.startMs, two.startMs);
    const endMs = Math.min(one.endMs, two.endMs);
    if (endMs > startMs) both.push({ startMs, endMs });
    if (one.endMs < two.endMs) i += 1;
    else j += 1;
  }
}

/** What lies between 0 and `durationMs` and in none of `spans`, which are in order and do not overlap themselves. */
export function invertSpans(spans: readonly Span[], durationMs: number): Span[] {
  const between: Span[] = [];
  let from = 0;
  for (const { startMs, endMs } of spans) {
    if (startMs > from) between.push({ startMs: from, endMs: startMs });
    from = Math.max(from, endMs);
  }
  if (durationMs > from) between.push({ startMs: from, endMs: durationMs });
  return between;
}

/** How long they are together, ms. */
export function totalMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** The place of the first of `times`, which ascend, that is not before `timeMs`; their number where there is none. */
export function firstAtOrAfter(times: ArrayLike<number>, timeMs: number): number {
  return countBelow(times.length, (at) => (times[at] as number) < timeMs);
}

/** How many of `spans`, which are in order, begin before `timeMs`. */
export function countStartingBefore(spans: readonly Span[], timeMs: number): number {
  return countBelow(spans.length, (at) => (spans[at] as Span).startMs < timeMs);
}

/** How many of the first `count` places are below something, where all that are come first. */
function countBelow(count: number, isBelow: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the span that holds `timeMs` (its end is outside), -1 where there is none. */
export function findSpanAt(spans: readonly Span[], timeMs: number): number {
  const at = countStartingBefore(spans, timeMs);
  if (spans[at]?.startMs === timeMs) return at;
  return (spans[at - 1]?.endMs ?? Number.NEGATIVE_INFINITY) > timeMs ? at - 1 : -1;
}

/** How much of `spans`, which are in order, lies between two times, ms. */
export function coveredMs(spans: readonly Span[], fromMs: number, toMs: number): number {
  let sum = 0;
  for (let i = Math.max(0, countStartingBefore(spans, fromMs) - 1); i < spans.length; i += 1) {
    const span = spans[i] as Span;
    if (span.startMs >= toMs) break;
    sum += Math.max(0, Math.min(span.endMs, toMs) - Math.max(span.startMs, fromMs));
  }
  return sum;
}

/** The middle value; the mean of both middle ones for an even count. Null for no values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
