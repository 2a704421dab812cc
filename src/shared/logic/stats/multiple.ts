/**
 * p-values adjusted so that, of all of them, the chance of even one false alarm stays at the level (Holm 1979). In the order given; what is
 * no number in 0 to 1 stays out of it and is null.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const { order, adjusted } = ranked(ps);
  let worst = 0;
  order.forEach(({ p, at }, rank) => {
    worst = Math.max(worst, Math.min(1, (order.length - rank) * p));
    adjusted[at] = worst;
  });
  return adjusted;
}

/**
 * p-values adjusted so that of what is called different the expected share of false alarms stays at the level (Benjamini & Hochberg 1995).
 * For looking around, not for a verdict. As `holm` otherwise.
 */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const { order, adjusted } = ranked(ps);
  let best = 1;
  for (let rank = order.length - 1; rank >= 0; rank -= 1) {
    const entry = order[rank];
    if (entry === undefined) continue;
    best = Math.min(best, (order.length / (rank + 1)) * entry.p);
    adjusted[entry.at] = best;
  }
  return adjusted;
}

function ranked(ps: readonly (number | null)[]): {
  order: { p: number; at: number }[];
  adjusted: (number | null)[];
} {
  const order = ps.flatMap((p, at) => (p !== null && p >= 0 && p <= 1 ? [{ p, at }] : []));
  order.sort((a, b) => a.p - b.p || a.at - b.at);
  return { order, adjusted: ps.map(() => null) };
}
