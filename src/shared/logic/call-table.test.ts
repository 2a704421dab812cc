import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TurnTiming } from '../model/timing.ts';
import type { Turn } from '../model/turn.ts';
import { timingOf, turnTimingOf } from '../testing/timing.ts';
import { buildCallTable } from './call-table.ts';

function turn(index: number, more: Partial<Turn> = {}): Turn {
  const role = index % 2 === 0 ? 'agent' : 'caller';
  return {
    index,
    entry: index,
    role,
    rawRole: role,
    content: `turn ${index}`,
    startMs: index * 1000,
    endMs: null,
    gender: null,
    latency: null,
    reportedGapMs: null,
    measuredGapMs: null,
    ...more,
  };
}

function timed(index: number, more: Partial<TurnTiming> = {}): TurnTiming {
  const [startMs, endMs] = [index * 1000 + 40, index * 1000 + 800];
  return turnTimingOf(index, { startMs, endMs, startSource: 'sound', endSource: 'sound', ...more });
}

const gap = { ms: 900, fromMs: 1100, toMs: 2000, confidence: 'low', doubts: ['noise'] } as const;

describe('buildCallTable', () => {
  it('shows what was reported where nothing was measured', () => {
    const rows = buildCallTable({
      turns: [turn(0), turn(1), turn(2, { reportedGapMs: 700 })],
      timing: null,
      findingTurns: null,
    });
    expect(rows.map((row) => row.startMs)).toEqual([0, 1000, 2000]);
    expect(rows[2]).toMatchObject({
      who: 'Agent',
      reportedGapMs: 700,
      measuredGapMs: null,
      differenceMs: null,
      findings: null,
    });
  });

  it('sets measured against reported', () => {
    const rows = buildCallTable({
      turns: [turn(0), turn(1), turn(2, { reportedGapMs: 700 })],
      timing: timingOf({
        turns: [timed(0, { noGap: 'greeting' }), timed(1), timed(2, { gap: { ...gap, doubts: ['noise'] } })],
      }),
      findingTurns: [2, 2],
    });
    expect(rows[0]).toMatchObject({ startMs: 40, endMs: 800, noGap: 'greeting', findings: 0 });
    expect(rows[2]).toMatchObject({ measuredGapMs: 900, differenceMs: 200, doubts: ['noise'], findings: 2 });
  });

  it('keeps a time of the transcript that the sound does not give', () => {
    const [row] = buildCallTable({
      turns: [turn(0, { endMs: 640 })],
      timing: timingOf({ turns: [timed(0, { startMs: null, endMs: null })] }),
      findingTurns: null,
    });
    expect(row).toMatchObject({ startMs: 0, endMs: 640 });
  });

  it('names each overlap with the turn that it broke into, once', () => {
    const rows = buildCallTable({
      turns: [turn(0), turn(1), turn(2)],
      timing: timingOf({
        turns: [timed(0, { bargedInMs: 700 }), timed(1), timed(2, { bargedInMs: 2500 })],
        overlaps: [
          { startMs: 700, endMs: 800, first: 'agent', kind: 'barge-in' },
          { startMs: 1200, endMs: 1300, first: 'caller', kind: 'backchannel' },
          { startMs: 1250, endMs: 1300, first: 'agent', kind: 'talk-over' },
        ],
      }),
      findingTurns: null,
    });
    expect(rows.map((row) => row.events)).toEqual([
      [{ kind: 'barge-in', atMs: 700 }],
      [{ kind: 'backchannel', atMs: 1200 }],
      [{ kind: 'barge-in', atMs: 2500 }],
    ]);
  });

  it('names a role it does not know as the vendor does', () => {
    const [row] = buildCallTable({
      turns: [turn(0, { role: 'other', rawRole: 'supervisor' })],
      timing: null,
      findingTurns: null,
    });
    expect(row?.who).toBe('supervisor');
  });

  it('has every turn once, whatever order is given', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.array(fc.nat(14), { maxLength: 14 }), (count, order) => {
        const turns = Array.from({ length: count }, (_, index) => turn(index));
        const rows = buildCallTable({ turns, timing: timingOf({ order }), findingTurns: null });
        expect(rows.map((row) => row.position).sort((a, b) => a - b)).toEqual(turns.map((_, position) => position));
      }),
    );
  });

  it('follows the order in which the turns were spoken', () => {
    const rows = buildCallTable({
      turns: [turn(0), turn(1), turn(2)],
      timing: timingOf({ order: [1, 0, 2] }),
      findingTurns: null,
    });
    expect(rows.map((row) => row.position)).toEqual([1, 0, 2]);
  });
});
