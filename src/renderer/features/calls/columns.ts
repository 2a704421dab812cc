import type { CallSortKey } from '#shared/model/list.ts';

export interface Column {
  key: CallSortKey;
  label: string;
  /** A grid track. */
  width: string;
  end?: boolean;
  /** A bar stands after the number. */
  bar?: boolean;
  hint: string;
}

export const rowPx = 28;
export const headerPx = 30;

export const columns: readonly Column[] = [
  { key: 'start', label: 'Start', width: 'minmax(110px, 0.4fr)', hint: 'When the call began, in your time zone' },
  { key: 'agent', label: 'Agent', width: 'minmax(156px, 2.4fr)', hint: 'The agent and its version' },
  { key: 'status', label: 'Status', width: 'minmax(124px, 1fr)', hint: 'How the call ended' },
  { key: 'direction', label: 'Dir.', width: '56px', hint: 'Direction, as the agent sees it: in or out' },
  { key: 'caller', label: 'Other party', width: 'minmax(128px, 1.2fr)', hint: 'Who called, or who was called' },
  { key: 'duration', label: 'Duration', width: '72px', end: true, hint: 'Length of the call' },
  { key: 'worst', label: 'Worst', width: '122px', end: true, bar: true, hint: 'Slowest agent turn of the call' },
  { key: 'median', label: 'Median', width: '122px', end: true, bar: true, hint: 'Half of the agent turns were faster' },
  {
    key: 'review',
    label: 'Review',
    width: 'minmax(104px, 0.7fr)',
    hint: 'Where its review stands, and whose review says so',
  },
  { key: 'recording', label: 'Rec.', width: '44px', hint: 'Where the recording is' },
];

export const gridTemplate = columns.map((column) => column.width).join(' ');

/** The width under which the table scrolls sideways. */
export const gridMinPx =
  columns.reduce((sum, { width }) => sum + Number.parseInt(width.replace('minmax(', ''), 10), 0) + 16;
