/** A recording on this disk, as far as removing it is concerned. Times are Unix ms; null = not known. */
export interface EvictionRow {
  callId: string;
  bytes: number;
  /** When it was last played. */
  usedMs: number | null;
  /** When it arrived. */
  addedMs: number | null;
  pinned: boolean;
  reviewed: boolean;
}

export interface EvictionPlan {
  /** What to remove, in this order. */
  ids: string[];
  /** What that frees. */
  freedBytes: number;
  /** So much stays above the limit because the rest must be kept; 0 = the limit holds. */
  excessBytes: number;
}

/**
 * What to remove so that recordings take at most `capBytes`: least recently played first, one never played counting from
 * its arrival. Never what is pinned, has review work, or is in use (`protectedIds`), even if the limit cannot hold then.
 */
export function planEviction(
  rows: readonly EvictionRow[],
  capBytes: number,
  protectedIds: ReadonlySet<string>,
): EvictionPlan {
  let excess = rows.reduce((sum, row) => sum + row.bytes, 0) - capBytes;
  const plan: EvictionPlan = { ids: [], freedBytes: 0, excessBytes: 0 };
  const candidates = rows
    .filter((row) => !row.pinned && !row.reviewed && !protectedIds.has(row.callId) && row.bytes > 0)
    .sort((a, b) => lastUse(a) - lastUse(b) || (a.callId < b.callId ? -1 : 1));
  for (const row of candidates) {
    if (excess <= 0) break;
    excess -= row.bytes;
    plan.ids.push(row.callId);
    plan.freedBytes += row.bytes;
  }
  plan.excessBytes = Math.max(0, excess);
  return plan;
}

function lastUse({ usedMs, addedMs }: EvictionRow): number {
  return Math.max(usedMs ?? 0, addedMs ?? 0);
}

/** What the recordings of one agent that are here have in sum. */
export interface KnownSizes {
  bytes: number;
  durationMs: number;
}

/**
 * What missing recordings will probably take, bytes: by the bytes per second of the same agent's recordings, else of all
 * that are here; a call without a duration counts as an average one. Null while nothing is here to go by.
 */
export function estimateBytes(
  missing: readonly { durationMs: number | null; agentKey: string | null }[],
  known: ReadonlyMap<string, KnownSizes>,
): number | null {
  if (missing.length === 0) return 0;
  const all = [...known.values()].reduce(
    (sum, { bytes, durationMs }) => ({
      bytes: sum.bytes + bytes,
      durationMs: sum.durationMs + durationMs,
    }),
    { bytes: 0, durationMs: 0 },
  );
  const overall = pace(all);
  if (overall === null) return null;
  const timed = missing.flatMap(({ durationMs }) => (durationMs !== null && durationMs > 0 ? [durationMs] : []));
  if (timed.length === 0) return null;
  const averageMs = timed.reduce((sum, ms) => sum + ms, 0) / timed.length;
  const total = missing.reduce((sum, { durationMs, agentKey }) => {
    const own = agentKey === null ? undefined : known.get(agentKey);
    return sum + (durationMs || averageMs) * ((own && pace(own)) ?? overall);
  }, 0);
  return Math.round(total);
}

function pace({ bytes, durationMs }: KnownSizes): number | null {
  return bytes > 0 && durationMs > 0 ? bytes / durationMs : null;
}
