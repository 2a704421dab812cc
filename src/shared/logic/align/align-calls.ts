import type { TurnRole } from '../../model/turn.ts';
import { type Features, wordingOf } from '../likeness/features.ts';
import { likeness, likenessOfShared } from '../likeness/likeness.ts';

/** A turn as it is aligned. */
export interface TurnText {
  readonly role: TurnRole;
  readonly text: string;
}

/** What a person said about pairs: places in the two calls. */
export interface AlignConstraints {
  readonly pinned: readonly (readonly [a: number, b: number])[];
  readonly broken: readonly (readonly [a: number, b: number])[];
}

/** A row of the two calls side by side; null = the other call has nothing there. */
export interface AlignedRow {
  readonly a: number | null;
  readonly b: number | null;
  /** How alike the words are, 0 to 1; null beside a gap. */
  readonly likeness: number | null;
  readonly pinned: boolean;
}

export interface Alignment {
  readonly rows: readonly AlignedRow[];
  /** Pins that would cross another one, or join two roles: they had to be left out. */
  readonly ignored: readonly (readonly [a: number, b: number])[];
}

/** Pairs less alike than this are better left apart: what a pair is worth is what it has above it. */
const WORTH_PAIRING = 0.3;
/** How much of a pair's worth is the neighbourhood: what the caller said before an agent's turn, what a caller answers to. */
const AGENT_CONTEXT = 0.15;
const CALLER_CONTEXT = 0.6;
/** From here on the neighbours count as the same. */
const SURELY_ALIKE = 0.6;
/** Short turns ("Yes") are alike everywhere and decide little: words of this weight count whole. */
const WHOLE_WEIGHT = 3;
/** Beyond so many pairs (two calls of 3,000 turns) only those are looked at that share a word which is rare in the other call. */
const ALL_PAIRS = 9_000_000;
const RARE = 40;

/**
 * Aligns two calls turn by turn by what is said: the pairing in both orders that is worth most (Needleman & Wunsch 1970, with gaps that
 * cost nothing and pairs that cost `WORTH_PAIRING`), roles never mixed. Time and memory grow with the product of the lengths, up to `ALL_PAIRS`; calls beyond that are cut at the same share of
 * both, and no pair reaches over a cut.
 */
export function alignCalls(a: readonly TurnText[], b: readonly TurnText[], constraints: AlignConstraints): Alignment {
  const { kept, ignored } = sortPins(a, b, constraints.pinned);
  const broken = new Set(constraints.broken.map(([i, j]) => i * b.length + j));
  const score = createScore(a, b, broken);
  const rows: AlignedRow[] = [];
  let from: readonly [number, number] = [0, 0];
  for (const pin of [...kept, [a.length, b.length] as const]) {
    for (const [start, end] of cut(from, pin)) rows.push(...alignStretch(score, start, end));
    const [i, j] = pin;
    if (i < a.length && j < b.length) rows.push({ a: i, b: j, likeness: score.alike(i, j), pinned: true });
    from = [i + 1, j + 1];
  }
  return { rows, ignored };
}

type Corner = readonly [a: number, b: number];

function cut(from: Corner, to: Corner): (readonly [Corner, Corner])[] {
  const [rows, columns] = [to[0] - from[0], to[1] - from[1]];
  if (rows * columns <= ALL_PAIRS) return [[from, to]];
  const middle: Corner = [from[0] + Math.ceil(rows / 2), from[1] + Math.ceil(columns / 2)];
  return [...cut(from, middle), ...cut(middle, to)];
}

/** Of the pins the most that can hold together, the first ones where several sets are as large. */
function sortPins(a: readonly TurnText[], b: readonly TurnText[], pinned: AlignConstraints['pinned']) {
  const possible = pinned.filter(([i, j]) => a[i] !== undefined && a[i]?.role === b[j]?.role);
  const sorted = [...possible].sort(([i, j], [k, l]) => i - k || j - l);
  // Longest increasing subsequence: best[n] = the longest chain that ends with pin n.
  const best = sorted.map(() => ({ length: 1, before: -1 }));
  let end = -1;
  sorted.forEach(([i, j], at) => {
    const mine = best[at];
    if (mine === undefined) return;
    for (let earlier = 0; earlier < at; earlier += 1) {
      const [k, l] = sorted[earlier] ?? [0, 0];
      const length = (best[earlier]?.length ?? 0) + 1;
      if (k < i && l < j && length > mine.length) Object.assign(mine, { length, before: earlier });
    }
    if (end === -1 || mine.length > (best[end]?.length ?? 0)) end = at;
  });
  const kept: (readonly [number, number])[] = [];
  for (let at = end; at !== -1; at = best[at]?.before ?? -1) {
    const pin = sorted[at];
    if (pin !== undefined) kept.unshift(pin);
  }
  const chosen = new Set<unknown>(kept);
  return { kept, ignored: pinned.filter((pin) => !chosen.has(pin)) };
}

interface Score {
  /** Likeness of the words. */
  alike(i: number, j: number): number;
  /** What pairing two turns is worth; at most 0 = do not pair them. */
  worth(i: number, j: number): number;
}

interface Side {
  readonly features: readonly (Features | null)[];
  readonly templates: readonly string[];
  /** By turn: the last turn of the other party before it; -1 for none. */
  readonly before: readonly number[];
}

function sideOf(turns: readonly TurnText[]): Side {
  const wordings = turns.map(({ text }) => wordingOf(text));
  const before = turns.map((turn, at) => {
    for (let earlier = at - 1; earlier >= 0; earlier -= 1) if (turns[earlier]?.role !== turn.role) return earlier;
    return -1;
  });
  return {
    features: wordings.map((wording) => wording?.features ?? null),
    templates: wordings.map((wording, at) => wording?.template ?? `\n${turns[at]?.text.trim() ?? ''}`),
    before,
  };
}

function createScore(a: readonly TurnText[], b: readonly TurnText[], broken: ReadonlySet<number>): Score {
  const [left, right] = [sideOf(a), sideOf(b)];
  const known = new Map<number, number>();
  const table = a.length * b.length <= ALL_PAIRS ? likenessTable(left, right) : null;
  const candidates = table === null ? rareNeighbours(left, right) : null;

  const alike = (i: number, j: number): number => {
    if (left.templates[i] === right.templates[j]) return 1;
    const at = i * b.length + j;
    if (table !== null) return table[at] ?? 0;
    if (candidates !== null && !candidates.has(at)) return 0;
    const found = known.get(at);
    if (found !== undefined) return found;
    const [mine, theirs] = [left.features[i], right.features[j]];
    const value = mine && theirs ? likeness(mine, theirs) : 0;
    known.set(at, value);
    return value;
  };
  const worth = (i: number, j: number): number => {
    const role = a[i]?.role;
    if (role === undefined || role !== b[j]?.role || broken.has(i * b.length + j)) return 0;
    const [before, theirs] = [left.before[i] ?? -1, right.before[j] ?? -1];
    // Two that begin are as alike in that as two that follow the same words.
    const context =
      before === -1 || theirs === -1 ? Number(before === theirs) : Math.min(1, alike(before, theirs) / SURELY_ALIKE);
    const share = role === 'caller' ? CALLER_CONTEXT : AGENT_CONTEXT;
    const weight = Math.min(left.features[i]?.total ?? 0, right.features[j]?.total ?? 0);
    const told = 0.5 + 0.5 * Math.min(1, weight / WHOLE_WEIGHT);
    return ((1 - share) * alike(i, j) + share * context - WORTH_PAIRING) * told;
  };
  return { alike, worth };
}

/** The likeness of all pairs, row by row, by way of the features that they share: the work is what is shared, not all with all. */
function likenessTable(left: Side, right: Side): Float32Array {
  const columns = right.features.length;
  const table = new Float32Array(left.features.length * columns);
  const holders = new Map<string, { column: number; weight: number }[]>();
  right.features.forEach((features, column) => {
    for (const [feature, weight] of features?.weights ?? []) {
      const known = holders.get(feature);
      if (known === undefined) holders.set(feature, [{ column, weight }]);
      else known.push({ column, weight });
    }
  });
  left.features.forEach((features, row) => {
    const line = table.subarray(row * columns, (row + 1) * columns);
    for (const [feature, weight] of features?.weights ?? []) {
      for (const held of holders.get(feature) ?? []) {
        line[held.column] = (line[held.column] ?? 0) + Math.min(weight, held.weight);
      }
    }
    for (const [column, shared] of line.entries()) {
      if (shared > 0) line[column] = likenessOfShared(shared, features?.total ?? 0, right.features[column]?.total ?? 0);
    }
  });
  return table;
}

/** Pairs that share a word which stands in few turns of the other call. */
function rareNeighbours(left: Side, right: Side): Set<number> {
  const holders = new Map<string, number[]>();
  right.features.forEach((features, j) => {
    for (const term of features?.terms ?? []) {
      const known = holders.get(term);
      if (known === undefined) holders.set(term, [j]);
      else known.push(j);
    }
  });
  const pairs = new Set<number>();
  left.features.forEach((features, i) => {
    for (const term of features?.terms ?? []) {
      const places = holders.get(term) ?? [];
      if (places.length <= RARE) for (const j of places) pairs.add(i * right.features.length + j);
    }
  });
  return pairs;
}

/** Aligns turns from one corner up to, without, another. */
function alignStretch(
  score: Score,
  [fromA, fromB]: readonly [number, number],
  [toA, toB]: readonly [number, number],
): AlignedRow[] {
  const [rows, columns] = [Math.max(0, toA - fromA), Math.max(0, toB - fromB)];
  const width = columns + 1;
  const total = new Float64Array((rows + 1) * width);
  const step = new Uint8Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      const worth = score.worth(fromA + i, fromB + j);
      const [skipA, skipB] = [total[at + width] ?? 0, total[at + 1] ?? 0];
      const paired = worth > 0 ? worth + (total[at + width + 1] ?? 0) : -1;
      // Of equals: pair, then leave the first call's turn alone.
      total[at] = Math.max(paired, skipA, skipB);
      step[at] = paired >= skipA && paired >= skipB ? PAIR : skipA >= skipB ? ONLY_A : ONLY_B;
    }
  }
  const aligned: AlignedRow[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    const next = i === rows ? ONLY_B : j === columns ? ONLY_A : step[i * width + j];
    const [a, b] = [fromA + i, fromB + j];
    if (next === PAIR) aligned.push({ a, b, likeness: score.alike(a, b), pinned: false });
    else if (next === ONLY_A) aligned.push({ a, b: null, likeness: null, pinned: false });
    else aligned.push({ a: null, b, likeness: null, pinned: false });
    if (next !== ONLY_B) i += 1;
    if (next !== ONLY_A) j += 1;
  }
  return aligned;
}

const PAIR = 1;
const ONLY_A = 2;
const ONLY_B = 3;
