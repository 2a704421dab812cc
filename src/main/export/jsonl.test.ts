import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timingOf, turnTimingOf } from '#shared/testing/timing.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createAssembler } from './assemble.ts';
import { callLine } from './jsonl.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
  saveListed(store.db, summaryOf('a'), '{"call_id":"a"}', 1);
  saveDetail(store.db, detailOf('a'), '{"call_id":"a","large":12345678901234567890}', 'v1', 1);
});
afterEach(() => store.remove());

function stored() {
  const call = createAssembler(store.db).call('a');
  if (!call) throw new Error('no such call');
  return call;
}

describe('a call as a line of JSON', () => {
  it('has what was measured of its turns, on the clock of their starts', () => {
    const gap = { ms: 1642.4, fromMs: 1857.6, toMs: 3500, confidence: 'high' as const, doubts: [] };
    const timing = timingOf({
      clock: { offsetMs: 400, driftPpm: 1000, residualMs: 10, pairs: 2, confidence: 'high', nudgeMs: 0 },
      turns: [turnTimingOf(0, { startMs: 900, endMs: 1857.6 }), turnTimingOf(1, { startMs: 3500, endMs: 4600, gap })],
    });
    const line = callLine(store.db, { ...stored(), timing }) ?? '';
    expect(line).toContain('12345678901234567890');
    expect(JSON.parse(line).turns).toMatchObject([
      { index: 0, startMs: 500, endMs: 1456, measuredGapMs: null },
      { index: 1, startMs: 3000, endMs: 4196, reportedGapMs: 1530, measuredGapMs: 1642 },
    ]);
  });

  it('has nothing measured of a call without a recording', () => {
    expect(JSON.parse(callLine(store.db, stored()) ?? '').turns).toMatchObject([
      { endMs: null, measuredGapMs: null },
      { endMs: null, measuredGapMs: null },
    ]);
  });
});
