import { describe, expect, it } from 'vitest';
import type { CallTableRow } from '#shared/logic/call-table.ts';
import { eventWords, gapNote, tableText } from './table-words.ts';

const row: CallTableRow = {
  position: 2,
  who: 'Agent',
  text: '=SUM(A1), please',
  startMs: 2040.4,
  endMs: null,
  reportedGapMs: 700,
  measuredGapMs: 899.6,
  differenceMs: 199.6,
  noGap: null,
  doubts: ['noise', 'mono'],
  events: [{ kind: 'barge-in', atMs: 2500 }],
  findings: null,
};

describe('the table in words', () => {
  it('says why a gap is not there, or not certain', () => {
    expect(gapNote(row)).toBe('noise, mono');
    expect(gapNote({ noGap: 'greeting', doubts: [] })).toBe('greeting: nobody spoke before');
    expect(eventWords(row.events)).toBe('barge-in at 0:02.5');
  });

  it('is copied with a heading, whole ms, empty for unknown, and no formulas', () => {
    const [heading, line] = tableText([row], '\t').split('\r\n');
    expect(heading?.split('\t')).toHaveLength(line?.split('\t').length ?? 0);
    expect(line?.split('\t')).toEqual([
      '3',
      'Agent',
      '2040',
      '',
      '700',
      '900',
      '200',
      'noise, mono',
      'barge-in at 0:02.5',
      '',
      "'=SUM(A1), please",
    ]);
  });
});
