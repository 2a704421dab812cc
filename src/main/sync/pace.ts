/** How fast something has been going lately. */
export interface Pace {
  /** `amount` more came in at `nowMs` (Unix ms). */
  note(amount: number, nowMs: number): void;
  /** Per second over the last stretch; null until there is something to judge by. */
  perSecond(nowMs: number): number | null;
  reset(): void;
}

/** Long enough to even out the vendor's windows of a minute, short enough to follow a changed network. */
const STRETCH_MS = 60_000;
/** Amounts are gathered by this much time, ms: what is kept stays small however often something comes. */
const SLICE_MS = 1_000;

export function createPace(): Pace {
  let slices: { fromMs: number; amount: number }[] = [];
  return {
    note: (amount, nowMs) => {
      const last = slices.at(-1);
      if (last && nowMs >= last.fromMs && nowMs - last.fromMs < SLICE_MS) last.amount += amount;
      else slices.push({ fromMs: nowMs, amount });
      if (slices.length > 2 * (STRETCH_MS / SLICE_MS)) slices = slices.slice(-STRETCH_MS / SLICE_MS);
    },
    perSecond: (nowMs) => {
      const recent = slices.filter(({ fromMs }) => nowMs >= fromMs && nowMs - fromMs <= STRETCH_MS);
      const first = recent[0];
      if (!first || nowMs - first.fromMs < SLICE_MS) return null;
      const amount = recent.reduce((sum, slice) => sum + slice.amount, 0);
      return amount / ((nowMs - first.fromMs) / 1000);
    },
    reset: () => {
      slices = [];
    },
  };
}
