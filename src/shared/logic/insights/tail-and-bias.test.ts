import { describe, expect, it } from 'vitest';
import { latencyStages } from '../../model/turn.ts';
import { seededRandom } from '../stats/random.ts';
import { explainTail, type StagedTurns } from './explain-tail.ts';
import { vendorBias } from './vendor-bias.ts';

/** Turns whose every fourth takes 700 ms longer in the first token, and 100 ms longer that no stage has. */
function turns(calls: number): StagedTurns {
  const random = seededRandom(4);
  const count = calls * 8;
  const stages = Object.fromEntries(
    latencyStages.map((stage) => [stage, Float64Array.from({ length: count }, () => 100 + 10 * random())]),
  ) as Record<(typeof latencyStages)[number], Float64Array>;
  const slow = (i: number) => i % 4 === 0;
  stages.llm_startup_ms = stages.llm_startup_ms.map((value, i) => (slow(i) ? value + 700 : value));
  const gaps = Float64Array.from({ length: count }, (_, i) =>
    latencyStages.reduce((sum, stage) => sum + (stages[stage][i] ?? 0), slow(i) ? 100 : 0),
  );
  return { gaps, calls: Uint32Array.from({ length: count }, (_, i) => Math.floor(i / 8)), stages };
}

describe('which stage explains the slow tail', () => {
  it('names it, with its share and what no stage has', () => {
    const found = explainTail(turns(30), 1000);
    expect(found).toMatchObject({ turns: 240, slowTurns: 60, complete: 240, calls: 30, why: null });
    expect(found.parts[0]?.part).toBe('llm_startup_ms');
    expect(found.parts[0]?.share).toBeCloseTo(700 / 800, 2);
    expect(found.parts[0]?.interval.low).toBeGreaterThan(0.8);
    expect(found.parts[1]?.part).toBe('rest');
    expect(found.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('leaves out, and counts, turns with missing and negative stages', () => {
    const all = turns(30);
    const vad = Float64Array.from(all.stages.vad_delay_ms);
    vad[0] = Number.NaN;
    vad[1] = -5;
    const nothing = new Float64Array(vad.length).fill(Number.NaN);
    const found = explainTail(
      { ...all, stages: { ...all.stages, vad_delay_ms: vad, send_overhead_ms: nothing } },
      1000,
    );
    expect(found).toMatchObject({
      complete: 238,
      incomplete: { missing: 1, negative: 1 },
      neverGiven: ['send_overhead_ms'],
    });
    expect(found.parts.map(({ part }) => part)).not.toContain('send_overhead_ms');
  });

  it('says why there is nothing to say', () => {
    const all = turns(3);
    const empty = { gaps: [], calls: [], stages: all.stages };
    expect(explainTail(empty, 1000)).toMatchObject({ why: 'no-gaps', parts: [] });
    expect(explainTail(all, 1e6)).toMatchObject({ why: 'no-slow-turns', parts: [] });
    expect(explainTail(all, 0)).toMatchObject({ why: 'only-slow-turns', parts: [] });
    const none = new Float64Array(all.gaps.length).fill(Number.NaN);
    const stages = { ...all.stages };
    for (const stage of latencyStages) stages[stage] = none;
    expect(explainTail({ ...all, stages }, 1000)).toMatchObject({ why: 'no-stages', complete: 0, parts: [] });
    expect(explainTail(all, 1000).parts[0]?.interval).toEqual({ low: null, high: null, why: 'too-few' });
  });
});

describe('how far off the vendor is', () => {
  const version = (name: string, calls: number, off: number) => {
    const random = seededRandom(calls + off);
    return {
      version: name,
      definition: 'v1',
      values: Float64Array.from({ length: calls * 6 }, () => off + 100 * (random() - 0.5)),
      calls: Uint32Array.from({ length: calls * 6 }, (_, i) => Math.floor(i / 6)),
    };
  };

  it('finds the version that reports less than is heard, and puts those with too few calls last', () => {
    const found = vendorBias([version('11', 15, 60), version('one call', 1, 900), version('12', 15, 500)]);
    expect(found.map(({ version: name, verdict }) => [name, verdict])).toEqual([
      ['12', 'waits-longer'],
      ['11', 'as-reported'],
      ['one call', 'too-few'],
    ]);
    expect(found[0]?.median.value).toBeGreaterThan(450);
    expect(found[2]?.median.value).toBeGreaterThan(800);
  });

  it('nothing at all', () => {
    expect(vendorBias([])).toEqual([]);
    const [none] = vendorBias([{ version: 'x', definition: 'v1', values: [], calls: [] }]);
    expect(none).toMatchObject({ verdict: 'too-few', median: { value: null, n: 0 } });
  });
});
