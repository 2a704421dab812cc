import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EvictionRow, estimateBytes, type KnownSizes, planEviction } from './cache-plan.ts';

const time = fc.option(fc.integer({ min: 1, max: 1000 }));
const rows: fc.Arbitrary<EvictionRow[]> = fc.uniqueArray(
  fc.record({
    callId: fc.string({ minLength: 1, maxLength: 4 }),
    bytes: fc.integer({ min: 0, max: 100 }),
    usedMs: time,
    addedMs: time,
    pinned: fc.boolean(),
    reviewed: fc.boolean(),
  }),
  { selector: (row) => row.callId, maxLength: 30 },
);

describe('what goes when the recordings take too much room', () => {
  it('is just enough, the least recently used first, and nothing that has to stay', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 1500 }), fc.func(fc.boolean()), (all, cap, isPlaying) => {
        const playing = new Set(all.filter((row) => isPlaying(row.callId)).map((row) => row.callId));
        const plan = planEviction(all, cap, playing);
        const byId = new Map(all.map((row) => [row.callId, row]));
        const gone = plan.ids.map((id) => byId.get(id) as EvictionRow);
        const total = all.reduce((sum, row) => sum + row.bytes, 0);
        expect(new Set(plan.ids).size).toBe(plan.ids.length);
        expect(gone.every((row) => !row.pinned && !row.reviewed && !playing.has(row.callId))).toBe(true);
        const freed = gone.reduce((sum, row) => sum + row.bytes, 0);
        expect(plan.freedBytes).toBe(freed);
        expect(plan.excessBytes).toBe(Math.max(0, total - freed - cap));
        // Without the last one the limit would not hold.
        const last = gone.at(-1);
        if (last) expect(total - freed + last.bytes).toBeGreaterThan(cap);
        // Above the limit only when nothing else could go.
        const kept = all.filter((row) => !plan.ids.includes(row.callId));
        const removable = kept.filter((r) => !r.pinned && !r.reviewed && !playing.has(r.callId) && r.bytes > 0);
        if (plan.excessBytes > 0) expect(removable).toEqual([]);
        const lastUse = (row: EvictionRow) => Math.max(row.usedMs ?? 0, row.addedMs ?? 0);
        for (const row of gone) for (const other of removable) expect(lastUse(row)).toBeLessThanOrEqual(lastUse(other));
      }),
    );
  });

  it('is nothing below the limit', () => {
    const row = { callId: 'a', bytes: 10, usedMs: null, addedMs: null, pinned: false, reviewed: false };
    expect(planEviction([row], 10, new Set())).toEqual({ ids: [], freedBytes: 0, excessBytes: 0 });
    expect(planEviction([{ ...row, pinned: true }], 4, new Set())).toEqual({ ids: [], freedBytes: 0, excessBytes: 6 });
  });
});

describe('what missing recordings will take', () => {
  const known = new Map<string, KnownSizes>([
    ['mulaw', { bytes: 8_000_000, durationMs: 1_000_000 }],
    ['pcm', { bytes: 32_000_000, durationMs: 1_000_000 }],
  ]);
  it('goes by the agent, then by all, and counts unknown lengths as average ones', () => {
    expect(estimateBytes([{ durationMs: 10_000, agentKey: 'mulaw' }], known)).toBe(80_000);
    expect(estimateBytes([{ durationMs: 10_000, agentKey: 'pcm' }], known)).toBe(320_000);
    expect(estimateBytes([{ durationMs: 10_000, agentKey: 'new' }], known)).toBe(200_000);
    const mixed = [
      { durationMs: 10_000, agentKey: 'mulaw' },
      { durationMs: null, agentKey: 'mulaw' },
      { durationMs: 30_000, agentKey: 'mulaw' },
    ];
    expect(estimateBytes(mixed, known)).toBe(480_000);
  });
  it('says that it does not know', () => {
    expect(estimateBytes([{ durationMs: 1000, agentKey: 'a' }], new Map())).toBeNull();
    expect(estimateBytes([{ durationMs: null, agentKey: 'pcm' }], known)).toBeNull();
    expect(estimateBytes([], new Map())).toBe(0);
  });
  it('grows with every call', () => {
    const call = fc.record({
      durationMs: fc.integer({ min: 1, max: 10 ** 7 }),
      agentKey: fc.constantFrom('mulaw', 'pcm', null),
    });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1 }), call, (calls, more) => {
        expect(estimateBytes([...calls, more], known) ?? 0).toBeGreaterThan(estimateBytes(calls, known) ?? 0);
      }),
    );
  });
});
