import type { Features } from './features.ts';

/** From here on a turn is offered as one like another: chosen on the tuning half of the labelled set (`docs/likeness.md`). */
export const LIKE = 0.42;
/** From here on a wording joins a family by itself. */
export const SAME_FAMILY = 0.45;

/** "I can" and "I cannot" share nearly every word and are not alike. */
const DENIED_SHARE = 0.6;

/** How much the caller's words before count beside the agent's. */
const CALLER_SHARE = 0.15;

/** How much of what two turns say they have in common, 0 to 1: twice the shared weight over both weights (Dice, weighted). */
export function likeness(a: Features, b: Features): number {
  const sum = a.total + b.total;
  if (sum === 0) return 0;
  const [few, many] = a.weights.size <= b.weights.size ? [a.weights, b.weights] : [b.weights, a.weights];
  let shared = 0;
  for (const [feature, weight] of few) shared += Math.min(weight, many.get(feature) ?? 0);
  const dice = Math.min(1, (2 * shared) / sum);
  return a.negated === b.negated ? dice : dice * DENIED_SHARE;
}

/**
 * What the callers' words before make of the likeness of two agent turns: it is multiplied by 1 - `CALLER_SHARE` when they have nothing in
 * common, and left as it is when they are the same or one of them is not known.
 */
export function callerFactor(a: Features | null, b: Features | null): number {
  return a === null || b === null ? 1 : 1 - CALLER_SHARE + CALLER_SHARE * likeness(a, b);
}
