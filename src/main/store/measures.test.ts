import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumUpCall } from '#shared/logic/measures/sum-up-call.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import type { CallTiming, Speech } from '#shared/model/timing.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { saveDetail, saveListed } from './calls.ts';
import { eraseCall } from './erase.ts';
import {
  countMeasures,
  findCallMeasures,
  findRowMeasures,
  findStaleMeasures,
  findTurnMeasures,
  type MeasuredCallRecord,
  readMeasureInput,
  readStaleInput,
  saveMeasures,
} from './measures.ts';
import { markEvicted } from './recording-use.ts';
import { saveAudioFacts, saveReadyRecording } from './recordings.ts';
import { saveSpeech, setAgentChannel, setClockNudge } from './timing.ts';

const speech: Speech = {
  durationMs: 20_000,
  channels: [
    { segments: [{ startMs: 500, endMs: 1500 }], noiseDb: -60, speechDb: -20, other: [] },
    { segments: [{ startMs: 3010.5, endMs: 6000 }], noiseDb: -60, speechDb: -20, other: [] },
  ],
  identical: false,
};

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
  saveListed(store.db, summaryOf('a'), '{}', 1);
  saveDetail(store.db, detailOf('a'), '{"n":1}', 'v1', 1);
  saveReadyRecording(store.db, 'a', { name: 'a.wav', bytes: 1, sha256: 'sha-a' }, 2);
  saveAudioFacts(store.db, 'a', facts, 1);
  saveSpeech(store.db, 'a', speech, 'sha-a', 1);
});
afterEach(() => store.remove());

const facts = {
  container: 'wav',
  codec: 'pcm-s16',
  channels: 2,
  sampleRate: 8000,
  durationMs: 20_000,
  playable: 'original' as const,
  playableType: 'audio/wav',
  peaks: 'ready' as const,
  warnings: [],
};
const isStale = (over: Partial<typeof defaultSettings> = {}) =>
  readStaleInput(store.db, 'a', { ...defaultSettings, ...over }) !== undefined;
const stale = (beforeRowid: number | null, limit: number, heardOnly = false) =>
  findStaleMeasures(store.db, defaultSettings, { beforeRowid, limit, heardOnly });

function measured(callId = 'a'): { record: MeasuredCallRecord; timing: CallTiming } {
  const input = readMeasureInput(store.db, callId);
  if (input === undefined) throw new Error('no such call');
  const timing = measureCall({ ...input, thresholds: defaultSettings });
  const call = sumUpCall({ ...input, timing, toleranceMs: defaultSettings.latencyToleranceMs });
  return { record: { callId, basis: input.basis, thresholds: defaultSettings, call, turns: timing.turns }, timing };
}

describe('what a call was measured to be', () => {
  it('comes back as it was stored, to the last digit, for the call, its turns and its line of the list', () => {
    expect(findCallMeasures(store.db, 'a')).toBeUndefined();
    const { record, timing } = measured();
    expect(saveMeasures(store.db, [record])).toEqual(['a']);
    expect(findCallMeasures(store.db, 'a')).toEqual(record.call);
    expect(record.call).toMatchObject({ agentTurns: 1, measured: 1, toolCalls: 1, noMeasure: null });
    expect(findTurnMeasures(store.db, 'a')).toEqual(timing.turns);
    expect(record.call).toMatchObject(findRowMeasures(store.db, 'a') ?? { none: true });
    expect(countMeasures(store.db)).toEqual({ calls: 1, withGaps: 1 });
  });

  it.each<[string, () => unknown]>([
    ['its transcript', () => saveDetail(store.db, detailOf('a', { turns: [] }), '{"n":2}', 'v1', 2)],
    [
      'a tool call alone',
      () => {
        const { toolCalls } = detailOf('a');
        const failed = toolCalls.map((call) => ({ ...call, error: 'timeout' }));
        saveDetail(store.db, detailOf('a', { toolCalls: failed }), '{"n":2}', 'v1', 2);
      },
    ],
    ['its recording', () => saveReadyRecording(store.db, 'a', { name: 'a.wav', bytes: 1, sha256: 'other' }, 2)],
    ['a better detection of speech', () => saveSpeech(store.db, 'a', speech, 'sha-a', 2)],
    ['the channels, by hand', () => setAgentChannel(store.db, 'a', 0, 3)],
    ['the clock, by hand', () => setClockNudge(store.db, 'a', 20, 3)],
  ])('is not known any more once something else is: %s', (_, change) => {
    const { record } = measured();
    saveMeasures(store.db, [record]);
    expect(isStale()).toBe(false);
    change();
    expect(isStale()).toBe(true);
    expect([findCallMeasures(store.db, 'a'), findRowMeasures(store.db, 'a')]).toEqual([undefined, undefined]);
    expect(findTurnMeasures(store.db, 'a')).toEqual([]);
    // What was computed from before the change is not stored over it.
    expect(saveMeasures(store.db, [record])).toEqual([]);
    expect(saveMeasures(store.db, [measured().record])).toEqual(['a']);
    expect(isStale()).toBe(false);
  });

  it('is computed again for other thresholds, and shown meanwhile', () => {
    saveMeasures(store.db, [measured().record]);
    for (const name of ['deadAirMs', 'monologueMs', 'latencyToleranceMs'] as const)
      expect(isStale({ [name]: 5001 })).toBe(true);
    expect(isStale({ slowLatencyMs: 1 })).toBe(false);
    expect(findCallMeasures(store.db, 'a')).toBeDefined();
  });

  it('outlasts a recording that was removed to make room', () => {
    expect(markEvicted(store.db, 'a', 5)).toBe(true);
    const { record } = measured();
    expect(record.call).toMatchObject({ measured: 1, noMeasure: null });
    saveMeasures(store.db, [record]);
    saveReadyRecording(store.db, 'a', { name: 'a.wav', bytes: 1, sha256: 'other' }, 6);
    expect(measured().record.call).toMatchObject({ measured: 0, noMeasure: 'no-recording' });
  });

  it('follows a channel that was said for the agent’s other calls', () => {
    saveListed(store.db, summaryOf('b'), '{}', 1);
    saveDetail(store.db, detailOf('b'), '{}', 'v1', 1);
    saveMeasures(store.db, [measured().record, measured('b').record]);
    setAgentChannel(store.db, 'b', 1, 5);
    expect(stale(null, 10).ids).toEqual(['b', 'a']);
  });

  it('goes with the call', () => {
    saveMeasures(store.db, [measured().record]);
    const { record } = measured();
    eraseCall(store.db, store.dir, 'a', 9);
    expect(saveMeasures(store.db, [record])).toEqual([]);
    const left = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(['call_measures', 'turn_measures'].map(left)).toEqual([0, 0]);
  });
});

describe('calls to measure', () => {
  it('are those with details, in stretches, until they are measured', () => {
    for (const id of ['b', 'c', 'd']) saveListed(store.db, summaryOf(id), '{}', 1);
    for (const id of ['b', 'c']) saveDetail(store.db, detailOf(id), '{}', 'v1', 1);
    const first = stale(null, 2);
    expect(first.ids).toEqual(['c', 'b']);
    expect(stale(first.nextRowid, 2)).toEqual({ ids: ['a'], nextRowid: null });
    saveMeasures(store.db, [measured('b').record]);
    expect(stale(null, 10).ids).toEqual(['c', 'a']);
    expect(stale(null, 10, true).ids).toEqual(['a']);
    expect(readStaleInput(store.db, 'd', defaultSettings)).toBeUndefined();
    expect(readStaleInput(store.db, 'nowhere', defaultSettings)).toBeUndefined();
  });

  it('without sound keep what was reported, and say why nothing was measured', () => {
    saveListed(store.db, summaryOf('b'), '{}', 1);
    saveDetail(store.db, detailOf('b'), '{}', 'v1', 1);
    const { record } = measured('b');
    saveMeasures(store.db, [{ ...record, turns: [] }]);
    expect(findCallMeasures(store.db, 'b')).toMatchObject({
      measured: 0,
      measuredWorstMs: null,
      noMeasure: 'no-recording',
      reportedWorstMs: 1530,
      overlaps: null,
      deadAirLongestMs: null,
    });
    expect(findTurnMeasures(store.db, 'b')).toEqual([]);
  });
});
