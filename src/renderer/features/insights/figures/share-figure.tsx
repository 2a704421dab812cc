import { formatCount } from '#shared/logic/format.ts';
import type { Share } from '#shared/model/insights/common.ts';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { ShareRows } from '../charts/share-rows.tsx';
import { tableOf } from '../charts/table-data.ts';
import { percent, shareWords } from './estimate.ts';

/** A share with what it is of. */
export interface ShareLine {
  id: string;
  label: string;
  share: Share;
  caution?: string | null;
  /** Null where there is nothing to open. */
  onOpen: (() => void) | null;
}

/** Shares as bars with their intervals. */
export function ShareFigure({
  name,
  unit,
  of,
  lines,
  fill = 'fill-text-3',
  whole = false,
  hint,
  ...frame
}: FigureFrame & {
  /** What a line is: `Outcome`. */
  name: string;
  unit: string;
  /** What `k` and `n` count: `calls`. */
  of: string;
  lines: readonly ShareLine[];
  fill?: string;
  whole?: boolean;
  hint: string;
}) {
  return (
    <ChartFrame
      {...frame}
      table={tableOf(
        [
          { head: name, value: ({ label }) => label },
          {
            head: `Number of ${of}`,
            value: ({ share }) => share.k,
            text: ({ share }) => formatCount(share.k),
            number: true,
          },
          {
            head: `Out of ${of}`,
            value: ({ share }) => share.n,
            text: ({ share }) => formatCount(share.n),
            number: true,
          },
          { head: 'Share', value: ({ share }) => share.share, text: ({ share }) => percent(share.share), number: true },
          {
            head: 'Share from',
            value: ({ share }) => share.low,
            text: ({ share }) => percent(share.low),
            number: true,
          },
          {
            head: 'Share to',
            value: ({ share }) => share.high,
            text: ({ share }) => percent(share.high),
            number: true,
          },
          { head: 'Note', value: ({ caution }) => caution ?? null, text: ({ caution }) => caution ?? '' },
        ],
        lines,
      )}
    >
      {(width) => (
        <ShareRows
          label={frame.title}
          width={width}
          rows={lines.map((line) => ({
            id: line.id,
            label: line.label,
            share: line.share.share,
            low: line.share.low,
            high: line.share.high,
            fill,
            figures: [percent(line.share.share), `${formatCount(line.share.k)} of ${formatCount(line.share.n)}`],
            says: `${line.label} · ${shareWords(line.share, of)}${line.caution == null ? '' : ` · ${line.caution}`}`,
            faint: line.share.share === null,
            onOpen: line.onOpen,
          }))}
          unit={unit}
          figureHeads={['Share', 'Of']}
          hint={hint}
          whole={whole}
        />
      )}
    </ChartFrame>
  );
}
