import { describe, expect, it } from 'vitest';
import { guessLaneRoles } from './lanes.ts';

type Role = 'agent' | 'caller' | 'other';
const turns = (...list: [Role, number | null][]) => list.map(([role, startMs]) => ({ role, startMs }));

/** Energy at 10 ms where `loud(ms)` names the channel that speaks. */
function energy(durationMs: number, loud: (ms: number) => number, quietDb = -60, loudDb = -20) {
  const values = new Int8Array((durationMs / 10) * 2);
  for (let i = 0; i < durationMs / 10; i += 1) {
    for (const channel of [0, 1]) values[i * 2 + channel] = loud(i * 10) === channel ? loudDb : quietDb;
  }
  return { channels: 2, hopMs: 10, values };
}

const alternating = turns(['agent', 0], ['caller', 3000], ['agent', 6000], ['caller', 9000], ['agent', 12_000]);
const speaker = (ms: number) => Math.floor(ms / 3000) % 2;

describe('guessLaneRoles', () => {
  it('finds the agent on either channel', () => {
    expect(guessLaneRoles(energy(15_000, speaker), alternating)).toEqual({ roles: ['agent', 'caller'], confidence: 1 });
    const swapped = guessLaneRoles(
      energy(15_000, (ms) => 1 - speaker(ms)),
      alternating,
    );
    expect(swapped?.roles).toEqual(['caller', 'agent']);
  });

  it('stands a crosstalk and transcript times that are 200 ms off', () => {
    const shifted = alternating.map((turn) => ({ ...turn, startMs: (turn.startMs ?? 0) + 200 }));
    expect(guessLaneRoles(energy(15_000, speaker, -44, -20), shifted)?.confidence).toBe(1);
  });

  it('says nothing rather than something wrong', () => {
    const same = energy(15_000, () => 9, -30);
    expect(guessLaneRoles(same, alternating)).toBeNull();
    expect(guessLaneRoles(energy(15_000, speaker), turns(['other', 0], ['agent', null]))).toBeNull();
    expect(guessLaneRoles(energy(15_000, speaker), [])).toBeNull();
    expect(guessLaneRoles(energy(15_000, speaker), turns(['agent', 90_000]))).toBeNull();
    const contradicting = turns(['agent', 0], ['agent', 3000], ['agent', 6000], ['agent', 9000]);
    expect(guessLaneRoles(energy(15_000, speaker), contradicting)).toBeNull();
    expect(guessLaneRoles({ channels: 1, hopMs: 10, values: new Int8Array(900) }, alternating)).toBeNull();
  });

  it('is less sure with fewer turns', () => {
    const guess = guessLaneRoles(energy(15_000, speaker), turns(['agent', 0], ['caller', 3000]));
    expect(guess).toEqual({ roles: ['agent', 'caller'], confidence: 0.5 });
  });
});
