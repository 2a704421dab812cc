import type { CallTableRow, TurnEvent } from '#shared/logic/call-table.ts';
import { type Cell, delimitedText } from '#shared/logic/delimited-text.ts';
import { formatClock } from '#shared/logic/format.ts';
import type { GapDoubt, NoGapReason } from '#shared/model/timing.ts';

/** Why there is no measured gap, in a few words. */
export const noGapWords: Record<NoGapReason, string> = {
  'no-recording': 'no recording',
  'no-time': 'the turn has no time',
  greeting: 'greeting: nobody spoke before',
  'no-caller-before': 'no caller before it',
  'tool-call-between': 'a tool call in between',
  overlap: 'both speak at once',
  'not-found': 'not found in the sound',
  'channels-identical': 'both channels are the same',
  'hold-between': 'a hold in between',
  'beyond-recording': 'beyond the recording',
};

/** What makes a measured gap less certain, in a few words. */
export const doubtWords: Record<GapDoubt, string> = {
  mono: 'mono',
  noise: 'noise',
  clock: 'uncertain clock',
  'weak-match': 'weak match',
  'tool-call-between': 'a tool call in between',
};

const eventNames: Record<TurnEvent['kind'], string> = {
  'barge-in': 'barge-in',
  backchannel: 'backchannel',
  'talk-over': 'talk-over',
};

/** What happens in a turn: `barge-in at 0:12.3`. */
export function eventWords(events: readonly TurnEvent[]): string {
  return events.map(({ kind, atMs }) => `${eventNames[kind]} at ${formatClock(atMs)}`).join(', ');
}

/** The words beside a gap that was measured, or not: why not, or why it is uncertain. */
export function gapNote(row: Pick<CallTableRow, 'noGap' | 'doubts'>): string {
  if (row.noGap !== null) return noGapWords[row.noGap];
  return row.doubts.map((doubt) => doubtWords[doubt]).join(', ');
}

const heading: readonly Cell[] = [
  'turn',
  'who',
  'start_ms',
  'end_ms',
  'reported_gap_ms',
  'measured_gap_ms',
  'difference_ms',
  'measured_gap_note',
  'overlaps',
  'findings',
  'text',
];

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));

/** The whole table for other programs: times in whole ms, counted from the beginning of the recording. */
export function tableText(rows: readonly CallTableRow[], separator: ',' | '\t'): string {
  const lines = rows.map((row): readonly Cell[] => [
    row.position + 1,
    row.who,
    whole(row.startMs),
    whole(row.endMs),
    whole(row.reportedGapMs),
    whole(row.measuredGapMs),
    whole(row.differenceMs),
    gapNote(row),
    eventWords(row.events),
    row.findings,
    row.text,
  ]);
  return delimitedText([heading, ...lines], separator);
}
