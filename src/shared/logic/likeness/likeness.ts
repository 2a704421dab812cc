import type { Features } from './features.ts';

/** From here on a turn is offered as one like another: about the best F1 on the tuning half of the labelled set (`docs/likeness.md`). */
export const LIKE = 0.38;
/** From here on a wording joins a family by itself. Higher: a wrong hit in a list is one row, a wrong member makes figures wrong. */
export const SAME_FAMILY = 0.42;

/** How the words that only one side has count: those of the side that has fewer, and what the other has beyond that. */
const REPLACED = 0.9;
const ADDED = 0.35;

/** How much the caller's words before count beside the agent's. */
const CALLER_SHARE = 0.15;

/**
 * How alike two turns are, 0 to 1; symmetric; 0 when either has nothing to go by. Tversky's ratio (Features of similarity, 1977) in the
 * symmetric form of Jimenez, Becerra and Gelbukh (2013), over weighted features: a word put in place of another counts for more than
 * one that was added, because it is what tells "book" from "cancel".
 */
export function likeness(a: Features, b: Features): number {
  if (a.total === 0 || b.total === 0) return 0;
  const [few, many] = a.weights.size <= b.weights.size ? [a.weights, b.weights] : [b.weights, a.weights];
  let shared = 0;
  for (const [feature, weight] of few) shared += Math.min(weight, many.get(feature) ?? 0);
  return likenessOfShared(shared, a.total, b.total);
}

/** The same from the weight that two turns share and the weight of each. */
export function likenessOfShared(shared: number, totalA: number, totalB: number): number {
  // Sums of the same numbers in another order differ in their last digits.
  const onlyA = Math.max(0, totalA - shared);
  const onlyB = Math.max(0, totalB - shared);
  const whole = shared + REPLACED * Math.min(onlyA, onlyB) + ADDED * Math.max(onlyA, onlyB);
  return whole === 0 ? 0 : shared / whole;
}

/**
 * What the callers' words before make of the likeness of two agent turns: it is multiplied by 1 - `CALLER_SHARE` when they have nothing in
 * common, and left as it is when they are the same or one of them is not known.
 */
export function callerFactor(a: Features | null, b: Features | null): number {
  return a === null || b === null ? 1 : 1 - CALLER_SHARE + CALLER_SHARE * likeness(a, b);
}
