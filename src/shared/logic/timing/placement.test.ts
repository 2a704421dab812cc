import { describe, expect, it } from 'vitest';
import type { LaneRole } from '../../model/timing.ts';
import { type Awaited, placeTurns } from './placement.ts';
import type { Stretch } from './test-support.ts';
import type { Voice } from './voices.ts';

const voice = (party: LaneRole, ...stretches: Stretch[]): Voice => ({
  parties: [party],
  segments: stretches.map(([startMs, endMs]) => ({ startMs, endMs })),
  aboveNoiseDb: 50,
});
const await_ = (...list: [LaneRole, number][]): Awaited[] =>
  list.map(([party, expectedMs], at) => ({ at, party, expectedMs }));
const place = (awaited: Awaited[], ...voices: Voice[]) =>
  placeTurns(awaited, voices, { strictMs: 300, wideMs: 1500 }).map(({ at, startMs, endMs, startSource, endSource }) => [
    at,
    startMs,
    endMs,
    startSource,
    endSource,
  ]);

describe('placeTurns', () => {
  it('puts turns where they sound, over all their stretches', () => {
    const agent = voice('agent', [1000, 2000], [2500, 4000], [9000, 11_000]);
    const caller = voice('caller', [5000, 5600], [8000, 8300]);
    expect(place(await_(['agent', 1050], ['caller', 4900], ['agent', 9200]), agent, caller)).toEqual([
      [0, 1000, 4000, 'sound', 'sound'],
      [1, 5000, 8300, 'sound', 'sound'],
      [2, 9000, 11_000, 'sound', 'sound'],
    ]);
  });

  it('parts two turns of a voice that does not pause between them', () => {
    expect(place(await_(['agent', 1000], ['agent', 3000]), voice('agent', [1000, 5000]))).toEqual([
      [0, 1000, 3000, 'sound', 'next-turn'],
      [1, 3000, 5000, 'transcript', 'sound'],
    ]);
  });

  it('goes on over "mm-hm", but not over an answer, a click, or ten seconds', () => {
    const agent = voice('agent', [1000, 3000], [4300, 6000]);
    const end = (caller: Voice, said: number) =>
      place(await_(['agent', 1000], ['caller', said]), agent, caller)[0]?.[2];
    expect(end(voice('caller', [3400, 3800]), 3400)).toBe(6000);
    expect(end(voice('caller', [3100, 4250]), 3100)).toBe(3000);
    const alone = (...stretches: Stretch[]) => place(await_(['agent', 1000]), voice('agent', ...stretches))[0]?.[2];
    expect(alone([1000, 3000], [5000, 5100])).toBe(3000);
    expect(alone([1000, 3000], [5000, 6100])).toBe(6100);
    expect(alone([1000, 3000], [14_000, 16_000])).toBe(3000);
  });

  it('leaves a turn that is not heard where the clock puts it', () => {
    expect(place(await_(['agent', 1000], ['agent', 6000]), voice('agent', [1000, 3000]))).toEqual([
      [0, 1000, 3000, 'sound', 'sound'],
      [1, 6000, null, 'transcript', null],
    ]);
  });

  it('takes the onset after a pause for a turn further off, and no second phrase for one that began within speech', () => {
    expect(place(await_(['caller', 4000]), voice('caller', [5200, 6000]))).toEqual([[0, 5200, 6000, 'sound', 'sound']]);
    const within = place(await_(['agent', 1000], ['agent', 3000]), voice('agent', [1000, 3600], [4100, 6000]));
    expect(within[1]).toEqual([1, 3000, 6000, 'transcript', 'sound']);
  });

  it('gives a voice that is both one turn after the other', () => {
    const mix: Voice = { ...voice('agent', [1000, 3000], [3800, 7000]), parties: ['agent', 'caller'] };
    expect(place(await_(['agent', 1000], ['caller', 3800], ['agent', 5000]), mix)).toEqual([
      [0, 1000, 3000, 'sound', 'sound'],
      [1, 3800, 5000, 'sound', 'next-turn'],
      [2, 5000, 7000, 'transcript', 'sound'],
    ]);
  });
});
