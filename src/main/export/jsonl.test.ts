import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumUpCall } from '#shared/logic/measures/sum-up-call.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import { turnTimingOf } from '#shared/testing/timing.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { readMeasureInput, saveMeasures } from '../store/measures.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { exportJsonl } from './jsonl.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
  saveListed(store.db, summaryOf('a'), '{"call_id":"a"}', 1);
  saveDetail(store.db, detailOf('a'), '{"call_id":"a","large":12345678901234567890}', 'v1', 1);
});
afterEach(() => store.remove());

/** Stores that the agent's turn was heard from 3500 to 4600 ms of the recording, whose clock is 400 ms and 1000 ppm ahead. */
function measure(): void {
  const input = readMeasureInput(store.db, 'a');
  if (input === undefined) throw new Error('no such call');
  const timing = measureCall({ ...input, thresholds: defaultSettings });
  const call = sumUpCall({ ...input, timing, toleranceMs: 250 });
  const gap = { ms: 1642.4, fromMs: 1857.6, toMs: 3500, confidence: 'high' as const, doubts: [] };
  saveMeasures(store.db, [
    {
      callId: 'a',
      basis: input.basis,
      thresholds: defaultSettings,
      call: { ...call, clockOffsetMs: 400, clockDriftPpm: 1000 },
      turns: [turnTimingOf(0, { startMs: 900, endMs: 1857.6 }), turnTimingOf(1, { startMs: 3500, endMs: 4600, gap })],
    },
  ]);
}

async function exported() {
  const out = join(store.dir, 'out.jsonl');
  expect(await exportJsonl(store.db, out)).toBe(1);
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('12345678901234567890');
  return JSON.parse(text) as { turns: Record<string, unknown>[] };
}

describe('a call as a line of JSON', () => {
  it('has what was measured of its turns, on the clock of their starts', async () => {
    measure();
    const { turns } = await exported();
    expect(turns).toMatchObject([
      { index: 0, startMs: 500, endMs: 1456, measuredGapMs: null },
      { index: 1, startMs: 3000, endMs: 4196, reportedGapMs: 1530, measuredGapMs: 1642 },
    ]);
  });

  it('has nothing measured of turns that changed since, nor before it is measured', async () => {
    const none = [
      { endMs: null, measuredGapMs: null },
      { endMs: null, measuredGapMs: null },
    ];
    expect((await exported()).turns).toMatchObject(none);
    measure();
    const { turns } = detailOf('a');
    const reworded = turns.map((turn) => ({ ...turn, content: 'Something else.' }));
    saveDetail(store.db, detailOf('a', { turns: reworded }), '{"n":2,"large":12345678901234567890}', 'v1', 2);
    expect((await exported()).turns).toMatchObject(none);
  });
});
