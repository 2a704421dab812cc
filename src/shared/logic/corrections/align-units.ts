/** What became of one unit. `is` and `should` are places in the two lists. */
export type Step =
  | { readonly op: 'same' | 'substituted'; readonly is: number; readonly should: number }
  /** Said, and not in the transcript. */
  | { readonly op: 'deleted'; readonly should: number }
  /** In the transcript, and not said. */
  | { readonly op: 'inserted'; readonly is: number };

/** Tables larger than this are not computed: two turns of 4,000 words each fit. */
const MAX_CELLS = 20_000_000;

const SAME = 0;
const SUBSTITUTED = 1;
const DELETED = 2;
const INSERTED = 3;

/**
 * The alignment of what a list is with what it should be that has the fewest substitutions, deletions and insertions
 * (Levenshtein; each costs 1). Null when the lists are too long for it.
 */
export function alignUnits(is: readonly string[], should: readonly string[]): Step[] | null {
  let head = 0;
  while (head < is.length && head < should.length && is[head] === should[head]) head += 1;
  let tail = 0;
  while (
    tail < is.length - head &&
    tail < should.length - head &&
    is[is.length - 1 - tail] === should[should.length - 1 - tail]
  ) {
    tail += 1;
  }
  const rows = should.length - head - tail;
  const columns = is.length - head - tail;
  const width = columns + 1;
  if ((rows + 1) * width > MAX_CELLS) return null;
  const origin = new Uint8Array((rows + 1) * width);
  let above = new Int32Array(width);
  for (let c = 1; c < width; c += 1) {
    above[c] = c;
    origin[c] = INSERTED;
  }
  for (let r = 1; r <= rows; r += 1) {
    const costs = new Int32Array(width);
    costs[0] = r;
    origin[r * width] = DELETED;
    for (let c = 1; c < width; c += 1) {
      const equal = is[head + c - 1] === should[head + r - 1];
      let cost = (above[c - 1] as number) + (equal ? 0 : 1);
      let from = equal ? SAME : SUBSTITUTED;
      if ((above[c] as number) + 1 < cost) {
        cost = (above[c] as number) + 1;
        from = DELETED;
      }
      if ((costs[c - 1] as number) + 1 < cost) {
        cost = (costs[c - 1] as number) + 1;
        from = INSERTED;
      }
      costs[c] = cost;
      origin[r * width + c] = from;
    }
    above = costs;
  }
  const middle: Step[] = [];
  for (let r = rows, c = columns; r > 0 || c > 0; ) {
    const from = origin[r * width + c];
    if (from === DELETED) {
      r -= 1;
      middle.push({ op: 'deleted', should: head + r });
    } else if (from === INSERTED) {
      c -= 1;
      middle.push({ op: 'inserted', is: head + c });
    } else {
      r -= 1;
      c -= 1;
      middle.push({ op: from === SAME ? 'same' : 'substituted', is: head + c, should: head + r });
    }
  }
  const equal = (count: number, isFrom: number, shouldFrom: number): Step[] =>
    Array.from({ length: count }, (_, i) => ({ op: 'same', is: isFrom + i, should: shouldFrom + i }));
  return [...equal(head, 0, 0), ...middle.reverse(), ...equal(tail, is.length - tail, should.length - tail)];
}
