import type { SampleSize, Strata } from '#shared/model/review/queue.ts';

/** A call that may be drawn, with the stratum it is in; null = its stratum is not known, which is one of its own. */
export interface Candidate {
  id: string;
  stratum: string | null;
}

/** What was drawn, in an order that says nothing about the calls. */
export interface Drawn {
  ids: string[];
  /** Largest stratum first; empty when not stratified. */
  strata: { name: string | null; matching: number; drawn: number }[];
}

/**
 * A place in [0, 2^53) for an id, which looks random and depends on id and seed alone. Two 32-bit FNV-1a streams with the
 * finishing mix of MurmurHash3 (A. Appleby, public domain), joined to 53 bits.
 */
export function drawOrder(seed: number, id: string): number {
  let low = 0x811c9dc5 ^ seed;
  let high = 0x01000193 ^ Math.imul(seed, 0x9e3779b1);
  low = mixed(low);
  high = mixed(high);
  for (let at = 0; at < id.length; at += 1) {
    const unit = id.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 15);
  }
  return (mixed(high) & 0x1fffff) * 0x1_0000_0000 + mixed(low ^ high);
}

function mixed(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** How many calls a size means among so many: a percentage is rounded up, so that it never means none of some. */
export function callsOf(size: SampleSize, matching: number): number {
  // 7 % of 100 is 7.000000000000001 in floating point, and not 8 calls.
  const wanted = size.in === 'calls' ? size.calls : Math.max(0, Math.ceil((matching * size.percent) / 100 - 1e-9));
  return Math.min(matching, wanted);
}

/**
 * Draws calls without replacement. Those with the lowest places are taken (a bottom-k sample: E. Cohen and H. Kaplan,
 * "Summarizing data using bottom-k sketches", 2007), so every call has the same chance, the order of the candidates does not
 * matter, and the same seed draws the same calls again. Stratified: shares by `sharesOf`, then so within each stratum.
 */
export function draw(
  candidates: readonly Candidate[],
  { size, strata, seed }: { size: SampleSize; strata: Strata | null; seed: number },
): Drawn {
  const wanted = callsOf(size, candidates.length);
  if (strata === null)
    return {
      ids: lowest(
        candidates.map(({ id }) => id),
        wanted,
        seed,
      ),
      strata: [],
    };
  const groups = new Map<string | null, string[]>();
  for (const { id, stratum } of candidates) {
    const group = groups.get(stratum);
    if (group) group.push(id);
    else groups.set(stratum, [id]);
  }
  // Ties between strata fall by the seed too, not always to the same one.
  const named = [...groups].sort(
    ([a, x], [b, y]) => y.length - x.length || drawOrder(seed, `stratum ${a}`) - drawOrder(seed, `stratum ${b}`),
  );
  const shares = sharesOf(
    named.map(([, ids]) => ids.length),
    wanted,
    strata.share,
  );
  const drawn = named.map(([, ids], at) => lowest(ids, shares[at] ?? 0, seed));
  return {
    ids: lowest(drawn.flat(), wanted, seed),
    strata: named.map(([name, ids], at) => ({ name, matching: ids.length, drawn: shares[at] ?? 0 })),
  };
}

function lowest(ids: readonly string[], count: number, seed: number): string[] {
  return ids
    .map((id) => ({ id, place: drawOrder(seed, id) }))
    .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id);
}

/**
 * How many to take from groups of these sizes. Proportional: by largest remainder (Hare-Niemeyer), the earlier group first
 * when remainders are equal. Equal: as many from each; what a small group cannot give, the others do. Sums to
 * `wanted`, or to all there are, and never exceeds a group.
 */
export function sharesOf(sizes: readonly number[], wanted: number, share: Strata['share']): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const goal = Math.min(wanted, total);
  return share === 'equal' ? equalShares(sizes, goal) : proportionalShares(sizes, goal, total);
}

function proportionalShares(sizes: readonly number[], goal: number, total: number): number[] {
  if (total === 0) return sizes.map(() => 0);
  const shares = sizes.map((size) => Math.floor((size * goal) / total));
  const remainders = sizes
    .map((size, at) => ({ at, rest: (size * goal) % total }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  let left = goal - shares.reduce((sum, given) => sum + given, 0);
  for (const { at } of remainders) {
    if (left === 0) break;
    shares[at] = (shares[at] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}

function equalShares(sizes: readonly number[], goal: number): number[] {
  const shares = sizes.map(() => 0);
  let left = goal;
  while (left > 0) {
    const open = sizes.flatMap((size, at) => (size > (shares[at] ?? 0) ? [at] : []));
    const each = Math.max(1, Math.floor(left / open.length));
    for (const at of open) {
      const given = Math.min(each, left, (sizes[at] ?? 0) - (shares[at] ?? 0));
      shares[at] = (shares[at] ?? 0) + given;
      left -= given;
    }
  }
  return shares;
}
