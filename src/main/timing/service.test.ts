import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/model/settings.ts';
import { type AudioPool, createAudioPool } from '../audio/audio-pool.ts';
import { DETECTOR_VERSION } from '../audio/detect.ts';
import { makeWav } from '../audio/fixtures/wav-writer.ts';
import { createAnalysis } from '../recordings/analysis.ts';
import { type RecordingPaths, recordingPaths } from '../recordings/files.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { findCallMeasures, findTurnMeasures, measureThresholds } from '../store/measures.ts';
import { saveReadyRecording } from '../store/recordings.ts';
import { findSpeech, findSpeechToDetect } from '../store/timing.ts';
import { detailOf, recordingLogger, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { localWriter, refusingWriter } from '../writer/writer.ts';
import { type Background, createBackground } from './background.ts';
import { createMeasuringPool, type MeasuringPool } from './measuring-pool.ts';
import { createTiming, type Timing } from './service.ts';

const RATE = 8000;
const SECONDS = 12;
/** Seconds in which each channel sounds: the caller left, the agent right. */
const spoken = [
  [
    [1, 2.5],
    [6, 7.5],
  ],
  [
    [3.5, 5],
    [8.7, 11],
  ],
] as const;

let store: ReturnType<typeof temporaryDb>;
let paths: RecordingPaths;
let pool: AudioPool;
let measuring: MeasuringPool;
let life: AbortController;
let logger: ReturnType<typeof recordingLogger>;
let changed: string[];
beforeEach(async () => {
  store = temporaryDb();
  paths = recordingPaths(store.dir);
  pool = createAudioPool({ threads: 1 });
  logger = recordingLogger();
  measuring = createMeasuringPool(store.dir, logger);
  life = new AbortController();
  changed = [];
  saveListed(store.db, summaryOf('a'), '{}', 1);
  saveDetail(
    store.db,
    detailOf('a', {
      turns: [turn(0, 'caller', 1000), turn(1, 'agent', 3500), turn(2, 'caller', 6000), turn(3, 'agent', 8700)],
    }),
    '{}',
    'v1',
    2,
  );
  writeFileSync(paths.original('a', 'wav'), twoVoices());
  saveReadyRecording(
    store.db,
    'a',
    { name: paths.original('a', 'wav').split('/').at(-1) ?? '', bytes: 1, sha256: 'ff' },
    3,
  );
  const analysis = createAnalysis({
    db: store.db,
    writer: localWriter(store.db),
    paths,
    pool,
    logger,
    onChanged: () => undefined,
    signal: life.signal,
  });
  await analysis.analyze('a');
});
afterEach(async () => {
  life.abort();
  await Promise.all([pool.close(), measuring.close()]);
  store.remove();
});

function turn(index: number, role: 'agent' | 'caller', startMs: number) {
  const plain = { gender: null, endMs: null, measuredGapMs: null, latency: null, reportedGapMs: null };
  return {
    ...plain,
    index,
    entry: index,
    role,
    rawRole: role,
    content: 'Some words that are said in this turn.',
    startMs,
  };
}

/** Two parties who take turns, each on a channel: noise in syllables, over a quiet line. */
function twoVoices(): Buffer {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
  const channels = spoken.map((stretches) =>
    Float32Array.from({ length: SECONDS * RATE }, (_, i) => {
      const t = i / RATE;
      const isSpoken = stretches.some(([from, to]) => t >= from && t < to);
      return 0.0005 * random() + (isSpoken ? 0.3 * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t)) * random() : 0);
    }),
  );
  return makeWav(channels, { encoding: 's16', sampleRate: RATE });
}

function open(over: Partial<Parameters<typeof createTiming>[0]> = {}): Timing {
  return createTiming({
    db: store.db,
    writer: localWriter(store.db),
    paths,
    pool,
    measuring,
    background: openBackground(),
    clock: { now: () => 5, sleep: () => Promise.resolve() },
    logger,
    thresholds: () => measureThresholds(defaultSettings),
    onChanged: (ids) => changed.push(...ids),
    signal: life.signal,
    ...over,
  });
}

function openBackground(): Background {
  return createBackground({
    pool: measuring,
    writer: localWriter(store.db),
    logger,
    heardOnly: false,
    thresholds: () => measureThresholds(defaultSettings),
    onMeasured: () => undefined,
    signal: life.signal,
  });
}

describe('what is measured in a recording', { timeout: 30_000 }, () => {
  it('is found in its sound and fitted to the transcript; the speech is kept', async () => {
    const { lanes, turns, speech } = await open().of('a');
    expect(lanes).toMatchObject({ roles: ['caller', 'agent'], source: 'detected' });
    const gaps = turns.flatMap(({ gap }) => (gap === null ? [] : [gap.ms]));
    expect(gaps).toHaveLength(2);
    expect(Math.abs((gaps[0] ?? 0) - 1000)).toBeLessThan(30);
    expect(Math.abs((gaps[1] ?? 0) - 1200)).toBeLessThan(30);
    expect(findSpeech(store.db, 'a')).toEqual(speech);
    rmSync(paths.peaks('a'));
    expect((await open().of('a')).turns).toEqual(turns);
  });

  it('is what is stored of it, to the last digit', async () => {
    const timing = open();
    const { turns, talk, clock } = await timing.of('a');
    await timing.idle();
    expect(findTurnMeasures(store.db, 'a')).toEqual(turns);
    expect(findCallMeasures(store.db, 'a')).toMatchObject({
      measured: 2,
      measuredWorstMs: turns[3]?.gap?.ms,
      agentTalkMs: talk?.agentMs,
      silenceMs: talk?.silenceMs,
      clockOffsetMs: clock?.offsetMs,
    });
  });

  it('says what it could not measure when the peaks cannot be read, and the call stays readable', async () => {
    writeFileSync(paths.peaks('a'), 'no peaks');
    const { problems, turns } = await open().of('a');
    expect(problems.map(({ code }) => code)).toContain('not-analysed');
    expect(turns.every(({ gap }) => gap === null)).toBe(true);
    expect(logger.lines.join()).toContain('the speech in a recording was not found');
    expect(findSpeechToDetect(store.db, DETECTOR_VERSION)).toEqual(['a']);
  });

  it('is caught up with for recordings that were analysed before', async () => {
    expect(findSpeechToDetect(store.db, DETECTOR_VERSION)).toEqual(['a']);
    await open().catchUp();
    expect(findSpeechToDetect(store.db, DETECTOR_VERSION)).toEqual([]);
    expect(findCallMeasures(store.db, 'a')).toMatchObject({ measured: 2, noMeasure: null });
  });

  it('is shown where another process writes, and kept by that one', async () => {
    const timing = open({ writer: refusingWriter('another writes'), background: null });
    expect((await timing.of('a')).lanes).not.toBeNull();
    expect(findSpeech(store.db, 'a')).toBeUndefined();
    await timing.idle();
    expect(findCallMeasures(store.db, 'a')).toBeUndefined();
    await expect(timing.nudgeClock('a', 10)).rejects.toThrow('another writes');
  });

  it('follows what the reader says about channels and clock', async () => {
    const timing = open();
    const before = await timing.of('a');
    await timing.setAgentChannel('a', 0);
    await timing.nudgeClock('a', 40);
    const after = await timing.of('a');
    expect(after.lanes).toMatchObject({ roles: ['agent', 'caller'], source: 'hand' });
    expect(after.clock?.nudgeMs ?? 40).toBe(40);
    expect(changed).toEqual(['a', 'a']);
    await timing.idle();
    expect(findCallMeasures(store.db, 'a')).toMatchObject({ lanesSource: 'hand' });
    expect(findTurnMeasures(store.db, 'a')).toEqual(after.turns);
    await timing.setAgentChannel('a', null);
    await timing.nudgeClock('a', 0);
    expect(await timing.of('a')).toEqual(before);
  });

  it('refuses a call that is not here', async () => {
    await expect(open().of('nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await expect(open().setAgentChannel('nowhere', 1)).rejects.toMatchObject({ code: 'not-found' });
  });
});
