import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/model/settings.ts';
import type { Turn } from '#shared/model/turn.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { countMeasures, findCallMeasures, measureThresholds } from '../store/measures.ts';
import { detailOf, recordingLogger, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { localWriter, refusingWriter, type Writer } from '../writer/writer.ts';
import { type Background, createBackground } from './background.ts';
import { createMeasuringPool, type MeasuringPool } from './measuring-pool.ts';

let store: ReturnType<typeof temporaryDb>;
let pool: MeasuringPool;
let life: AbortController;
let logger: ReturnType<typeof recordingLogger>;
let told: string[];
/** What the writer was asked to store, by calls. */
let stored: string[][];
let settings = defaultSettings;

beforeEach(() => {
  store = temporaryDb();
  logger = recordingLogger();
  pool = createMeasuringPool(store.dir, logger);
  life = new AbortController();
  told = [];
  stored = [];
  settings = defaultSettings;
});
afterEach(async () => {
  life.abort();
  await pool.close();
  store.remove();
});

function addCalls(ids: readonly string[], turns?: Turn[]): void {
  for (const id of ids) {
    saveListed(store.db, summaryOf(id), '{}', 1);
    saveDetail(store.db, detailOf(id, turns ? { turns } : {}), '{}', 'v1', 1);
  }
}

function open(over: { writer?: Writer; onMeasured?: (ids: readonly string[]) => void } = {}): Background {
  const writer = localWriter(store.db);
  return createBackground({
    pool,
    writer: {
      ...writer,
      run: async (name, ...args) => {
        const result = await writer.run(name, ...args);
        stored.push(result as string[]);
        return result;
      },
    },
    logger,
    heardOnly: false,
    thresholds: () => measureThresholds(settings),
    onMeasured: (ids) => told.push(...ids),
    signal: life.signal,
    ...over,
  });
}

const many = Array.from({ length: 250 }, (_, i) => `call-${i}`);

describe('measuring in the background', { timeout: 30_000 }, () => {
  it('catches up with every call, and finds nothing to do the next time', async () => {
    addCalls(many);
    const background = open();
    await background.catchUp();
    expect(countMeasures(store.db).calls).toBe(many.length);
    expect(new Set(stored.flat())).toEqual(new Set(many));
    stored = [];
    await background.catchUp();
    background.touch(many);
    await background.idle();
    expect(stored).toEqual([]);
  });

  it('stores many calls in few writes', async () => {
    addCalls(many);
    await open().catchUp();
    expect(stored.length).toBeLessThan(many.length / 4);
  });

  it('is not set off again by what it tells', async () => {
    addCalls(['a']);
    const background: Background = open({ onMeasured: (ids) => background.touch(ids) });
    background.touch(['a']);
    await background.idle();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await background.idle();
    expect(stored).toEqual([['a']]);
  });

  it('follows settings that figures depend on, and no others', async () => {
    addCalls(['a']);
    const background = open();
    await background.catchUp();
    settings = { ...settings, slowLatencyMs: 1, transcriptFontPx: 20 };
    background.settingsChanged();
    await background.idle();
    expect(stored).toHaveLength(1);
    settings = { ...settings, latencyToleranceMs: 20 };
    background.settingsChanged();
    await background.idle();
    expect(stored).toHaveLength(2);
  });

  it('measures a call that changed while others are measured', async () => {
    addCalls(many);
    const background = open();
    const first = background.catchUp();
    addCalls(['late']);
    background.touch(['late']);
    await first;
    await background.idle();
    expect(findCallMeasures(store.db, 'late')).toMatchObject({ agentTurns: 1 });
  });

  it('passes over calls that are gone, and says what could not be stored', async () => {
    addCalls(['a']);
    const background = open({ writer: refusingWriter('the disk is full') });
    background.touch(['gone', 'a']);
    await background.idle();
    expect(logger.lines.join()).toContain('what was measured could not be stored');
    await open().catchUp();
    expect(countMeasures(store.db).calls).toBe(1);
  });

  it('ends with the workspace, in the middle of its work', async () => {
    const turns = Array.from({ length: 400 }, (_, index): Turn => ({ ...(detailOf('x').turns[0] as Turn), index }));
    addCalls(many.slice(0, 60), turns);
    const background = open();
    const caughtUp = background.catchUp();
    await expect.poll(() => stored.length, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0);
    life.abort();
    await pool.close();
    await caughtUp;
    await background.idle();
    const calls = countMeasures(store.db).calls;
    expect(calls).toBeLessThan(60);
    background.touch(many);
    await background.idle();
    expect(countMeasures(store.db).calls).toBe(calls);
    expect(logger.lines).toEqual([]);
  });

  it('tells of calls together, no more than once a second', async () => {
    addCalls(many);
    let times = 0;
    const background = open({
      onMeasured: () => {
        times += 1;
      },
    });
    await background.catchUp();
    expect(times).toBeLessThanOrEqual(2);
  });
});
