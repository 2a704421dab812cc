import type { CallSortKey } from '#shared/model/list.ts';

export interface Column {
  key: CallSortKey;
  label: string;
  /** As the column is called where there is more room than in its heading. */
  name: string;
  /** Least width, px, and what it takes of the room that is left. */
  minPx: number;
  grow?: number;
  /** The order in which columns come in, the most wanted first, while there is room; 0 = always. */
  rank: number;
  end?: boolean;
  /** A bar stands after the number. */
  bar?: boolean;
  hint: string;
}

export const rowPx = 28;
export const headerPx = 30;
/** Padding of a line, both sides. */
const linePaddingPx = 16;

export const columns: readonly Column[] = [
  {
    key: 'start',
    label: 'Start',
    name: 'Start',
    minPx: 108,
    grow: 0.4,
    rank: 0,
    hint: 'When the call began, in your time zone',
  },
  { key: 'agent', label: 'Agent', name: 'Agent', minPx: 146, grow: 2.4, rank: 0, hint: 'The agent and its version' },
  { key: 'status', label: 'Status', name: 'Status', minPx: 138, grow: 1, rank: 0, hint: 'How the call ended' },
  {
    key: 'direction',
    label: 'Dir.',
    name: 'Direction',
    minPx: 56,
    rank: 5,
    hint: 'Direction, as the agent sees it: in or out',
  },
  {
    key: 'caller',
    label: 'Other party',
    name: 'Other party',
    minPx: 138,
    grow: 1.2,
    rank: 0,
    hint: 'Who called, or who was called',
  },
  {
    key: 'duration',
    label: 'Duration',
    name: 'Duration',
    minPx: 72,
    rank: 0,
    end: true,
    hint: 'Length of the call',
  },
  {
    key: 'worst',
    label: 'Worst rep.',
    name: 'Worst gap, reported',
    minPx: 117,
    rank: 1,
    end: true,
    bar: true,
    hint: 'Longest wait before an agent turn, as the vendor reports it',
  },
  {
    key: 'measured-worst',
    label: 'Worst meas.',
    name: 'Worst gap, measured',
    minPx: 117,
    rank: 2,
    end: true,
    bar: true,
    hint: 'Longest wait before an agent turn, as it is heard in the recording',
  },
  {
    key: 'difference',
    label: 'Apart',
    name: 'Reported against measured',
    minPx: 108,
    rank: 3,
    end: true,
    bar: true,
    hint: 'How far the reported and the measured gap of one turn lie apart at most',
  },
  {
    key: 'median',
    label: 'Median rep.',
    name: 'Median gap, reported',
    minPx: 122,
    rank: 6,
    end: true,
    bar: true,
    hint: 'Half of the agent turns were faster, as the vendor reports it',
  },
  {
    key: 'measured-median',
    label: 'Median meas.',
    name: 'Median gap, measured',
    minPx: 126,
    rank: 7,
    end: true,
    bar: true,
    hint: 'Half of the measured gaps were shorter',
  },
  {
    key: 'findings',
    label: 'Findings',
    name: 'Findings',
    minPx: 86,
    rank: 4,
    hint: 'Figures that cannot be (triangle) or contradict each other or the sound (square)',
  },
  {
    key: 'overlaps',
    label: 'Overlaps',
    name: 'Overlaps',
    minPx: 84,
    rank: 9,
    end: true,
    hint: 'How often both parties spoke at once',
  },
  {
    key: 'dead-air',
    label: 'Dead air',
    name: 'Longest dead air',
    minPx: 84,
    rank: 8,
    end: true,
    hint: 'The longest silence of both parties',
  },
  {
    key: 'review',
    label: 'Review',
    name: 'Review',
    minPx: 94,
    rank: 0,
    hint: 'Where its review stands, and whose review says so',
  },
  { key: 'recording', label: 'Rec.', name: 'Recording', minPx: 46, rank: 0, hint: 'Where the recording is' },
];

/** Which columns the reader wants whatever the room, true or false; the others come and go with it. */
export type ColumnChoice = Readonly<Partial<Record<CallSortKey, boolean>>>;

/**
 * The columns to draw in `widthPx`, in their order: those that are always there or were chosen, then the most wanted of the
 * rest for which there is room. Columns that were chosen may need more room than there is; the table then scrolls.
 */
export function shownColumns(widthPx: number, choice: ColumnChoice): Column[] {
  const shown = new Set(columns.filter(({ key, rank }) => choice[key] ?? rank === 0));
  let px = widthOf([...shown]);
  for (const column of columns.toSorted((a, b) => a.rank - b.rank)) {
    if (choice[column.key] !== undefined || shown.has(column) || px + column.minPx > widthPx) continue;
    shown.add(column);
    px += column.minPx;
  }
  return columns.filter((column) => shown.has(column));
}

/** The width under which the table scrolls sideways. */
export function widthOf(shown: readonly Column[]): number {
  return shown.reduce((sum, { minPx }) => sum + minPx, linePaddingPx);
}

/** The tracks of the grid that they make. */
export function gridTemplateOf(shown: readonly Column[]): string {
  return shown
    .map(({ minPx, grow }) => (grow === undefined ? `${minPx}px` : `minmax(${minPx}px, ${grow}fr)`))
    .join(' ');
}
