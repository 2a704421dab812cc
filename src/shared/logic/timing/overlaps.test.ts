import { describe, expect, it } from 'vitest';
import { type Completeness, findOverlaps } from './overlaps.ts';
import type { Stretch } from './test-support.ts';

const spans = (...stretches: Stretch[]) => stretches.map(([startMs, endMs]) => ({ startMs, endMs }));
const kinds = (agent: Stretch[], caller: Stretch[], judged: Completeness = 'unknown') =>
  findOverlaps(spans(...agent), spans(...caller), () => judged).map(({ kind, first }) => `${first}: ${kind}`);

describe('findOverlaps', () => {
  it('finds none where the parties take turns, or touch by less than an edge is off', () => {
    expect(kinds([[0, 1000]], [[1000, 2000]])).toEqual([]);
    expect(kinds([[0, 1030]], [[1000, 2000]])).toEqual([]);
    expect(kinds([], [[1000, 2000]])).toEqual([]);
  });

  it('asks of who is interrupted how soon he stops, and whether that was all he had to say', () => {
    const at = (stopMs: number, judged: Completeness) => kinds([[0, 5000 + stopMs]], [[5000, 9000]], judged)[0];
    expect([100, 300, 700, 1200].map((ms) => at(ms, 'unknown'))).toEqual([
      'agent: talk-over',
      'agent: barge-in',
      'agent: barge-in',
      'agent: talk-over',
    ]);
    expect([100, 1200, 2500].map((ms) => at(ms, 'cut'))).toEqual([
      'agent: barge-in',
      'agent: barge-in',
      'agent: talk-over',
    ]);
    expect([300, 700].map((ms) => at(ms, 'complete'))).toEqual(['agent: talk-over', 'agent: barge-in']);
  });

  it('calls nobody stopped who goes on', () => {
    const agent: Stretch[] = [
      [0, 5300],
      [6000, 9000],
    ];
    expect(kinds(agent, [[5000, 5700]])).toEqual(['agent: backchannel']);
    expect(kinds(agent, [[5000, 8000]])).toEqual(['agent: talk-over', 'caller: talk-over']);
  });

  it('calls nobody stopped by a sound that ends with his own, as an echo does', () => {
    expect(kinds([[0, 5600]], [[5000, 5700]])).toEqual(['agent: backchannel']);
    expect(kinds([[0, 5600]], [[5000, 6000]])).toEqual(['agent: barge-in']);
  });

  it('closes the pauses of a breath: one utterance is one overlap', () => {
    const caller: Stretch[] = [
      [5000, 5400],
      [5700, 6600],
    ];
    expect(kinds([[0, 9000]], caller)).toEqual(['agent: talk-over']);
  });
});
