import { describe, expect, it } from 'vitest';
import { Random } from '../../scripts/make-demo/random.ts';
import { addEcho, makeNoise, throughMuLaw } from './degrade.ts';
import { makeCall } from './made-calls.ts';
import { RATE, type Utterance } from './speakers.ts';

const rmsDb = (samples: Float32Array, from = 0, to = samples.length): number => {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += (samples[i] as number) ** 2;
  return 10 * Math.log10(sum / (to - from));
};

/** A second of a tone with a tenth of a second of nothing on either side. */
function utterance(hz: number): Utterance {
  const lead = RATE / 10;
  const samples = new Float32Array(RATE + 2 * lead);
  for (let i = 0; i < RATE; i += 1) samples[lead + i] = 0.1414 * Math.sin((2 * Math.PI * hz * i) / RATE);
  return { samples, start: lead, end: lead + RATE };
}
const voices = [300, 500, 700].map((hz) => [utterance(hz)]);

describe('made calls', () => {
  it('are the same for the same seed and others for another', () => {
    const once = makeCall(voices, 'a', { kind: 'none' });
    expect(makeCall(voices, 'a', { kind: 'none' })).toEqual(once);
    expect(makeCall(voices, 'b', { kind: 'none' }).turns).not.toEqual(once.turns);
  });

  it('hold speech where the truth says so, whatever was done to them', () => {
    for (const degradation of [{ kind: 'none' }, { kind: 'noise', colour: 'pink', snrDb: 10 }] as const) {
      const { planar, turns } = makeCall(voices, 'a', degradation);
      for (const { channel, onsetMs, endMs } of turns) {
        const at = (ms: number): number => Math.round((ms * RATE) / 1000);
        const samples = planar[channel] as Float32Array;
        expect(rmsDb(samples, at(onsetMs), at(endMs))).toBeGreaterThan(
          rmsDb(samples, at(onsetMs - 200), at(onsetMs - 5)) + 5,
        );
      }
    }
  });

  it('have the noise that was asked for', () => {
    const call = makeCall(voices, 'a', { kind: 'noise', colour: 'white', snrDb: 10 });
    const first = call.turns[0]?.onsetMs ?? 0;
    for (const [channel, samples] of call.planar.entries()) {
      const turn = call.turns.find((candidate) => candidate.channel === channel);
      const at = (ms: number): number => Math.round((ms * RATE) / 1000);
      const speech = rmsDb(samples, at(turn?.onsetMs ?? 0), at(turn?.endMs ?? 0));
      const noise = rmsDb(samples, 0, at(first) - 80);
      // The speech measured here has the noise in it: 10.4 dB.
      expect(speech - noise).toBeGreaterThan(9.9);
      expect(speech - noise).toBeLessThan(10.9);
    }
  });
});

describe('degradations', () => {
  it.each(['white', 'pink', 'babble'] as const)('%s noise has its level', (colour) => {
    const babble = voices.flat().map(({ samples }) => samples);
    expect(rmsDb(makeNoise(colour, RATE * 3, -31, new Random('n'), babble))).toBeCloseTo(-31, 1);
  });

  it('an echo comes later and quieter', () => {
    const source = new Float32Array(4000);
    source.set(utterance(300).samples.subarray(800, 2800), 1000);
    const target = new Float32Array(4000);
    addEcho(target, source, -20, 50, RATE);
    expect(target.findIndex((sample) => Math.abs(sample) > 1e-6)).toBeGreaterThanOrEqual(1400);
    expect(rmsDb(target, 1500, 3000) - rmsDb(source, 1100, 2600)).toBeCloseTo(-20, 0);
  });

  it('mu-law keeps a sample to within its step', () => {
    const samples = Float32Array.from({ length: 2001 }, (_, i) => (i - 1000) / 1001);
    const coded = samples.slice();
    throughMuLaw(coded);
    for (let i = 0; i < samples.length; i += 1) {
      const x = Math.abs(samples[i] as number);
      expect(Math.abs((coded[i] as number) - (samples[i] as number))).toBeLessThan(x / 16 + 0.0003);
    }
    expect(new Set(coded).size).toBeLessThan(257);
  });
});
