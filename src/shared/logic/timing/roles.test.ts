import { describe, expect, it } from 'vitest';
import type { LaneRole } from '../../model/timing.ts';
import { detectRoles } from './roles.ts';
import { createRandom, makeDialogue } from './test-support.ts';

function sceneOf(turns: number, seed: number, move: (ms: number) => number | null) {
  const { lines, pieces, durationMs } = makeDialogue(turns, seed);
  const startsOf = (role: LaneRole): number[] =>
    lines
      .flatMap(([who, from]) => (who === role ? [move(from)] : []))
      .filter((start) => start !== null)
      .sort((a, b) => a - b);
  const onsetsOf = (role: LaneRole) =>
    pieces.flatMap(([who, from]) => (who === role ? [{ timeMs: from, silenceMs: 500 }] : []));
  return {
    starts: { agent: startsOf('agent'), caller: startsOf('caller') },
    agent: onsetsOf('agent'),
    caller: onsetsOf('caller'),
    durationMs,
  };
}

describe('detectRoles', () => {
  it('finds the agent on either channel, whatever the clock', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = createRandom(seed);
      const offset = (random() - 0.5) * 12_000;
      const { starts, agent, caller, durationMs } = sceneOf(10, seed, (ms) => ms + offset + (random() - 0.5) * 150);
      expect(detectRoles(starts, [agent, caller], durationMs)?.roles).toEqual(['agent', 'caller']);
      const flipped = detectRoles(starts, [caller, agent], durationMs);
      expect(flipped?.roles).toEqual(['caller', 'agent']);
      expect(flipped?.confidence).toBeGreaterThan(0.9);
    }
  });

  it('needs one turn where only one channel speaks at all', () => {
    const lanes = detectRoles({ agent: [700], caller: [] }, [[], [{ timeMs: 720, silenceMs: 720 }]], 20_000);
    expect(lanes).toMatchObject({ roles: ['caller', 'agent'], source: 'detected' });
  });

  it('says nothing rather than something wrong', () => {
    const onsets = [{ timeMs: 1000, silenceMs: 1000 }];
    expect(detectRoles({ agent: [], caller: [] }, [onsets, onsets], 20_000)).toBeNull();
    expect(detectRoles({ agent: [1000], caller: [1000] }, [onsets, onsets], 20_000)).toBeNull();
    expect(detectRoles({ agent: [1000], caller: [4000] }, [[], []], 20_000)).toBeNull();
    expect(detectRoles({ agent: [1000], caller: [4000] }, [[], []], 0)).toBeNull();
    const wrong = Array.from({ length: 40 }, (_, seed) => {
      const random = createRandom(seed + 500);
      const { starts, agent, caller, durationMs } = sceneOf(10, seed, () => random() * 60_000);
      return detectRoles(starts, [agent, caller], durationMs);
    });
    expect(wrong.filter((lanes) => lanes !== null).length).toBeLessThanOrEqual(6);
  });
});
