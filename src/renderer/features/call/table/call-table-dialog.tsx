import { type ReactNode, useEffect, useMemo } from 'react';
import { buildCallTable, type CallTableRow } from '#shared/logic/call-table.ts';
import { absent, formatClock, formatCount, formatLatency } from '#shared/logic/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { useSession } from '../session.ts';
import { setCallTableOpen, useCallTableOpen } from './open-table.ts';
import { eventWords, gapNote, tableText } from './table-words.ts';

/** What the waveform shows, as a table: for those who do not see it, and for other programs. */
export function CallTableDialog() {
  const open = useCallTableOpen((state) => state.open);
  // Another call, or none: its table is not asked for.
  useEffect(() => () => setCallTableOpen(false), []);
  return (
    <Dialog open={open} onOpenChange={setCallTableOpen} title="Call as a table" className="w-[min(1180px,96vw)]">
      <CallTable onClose={() => setCallTableOpen(false)} />
    </Dialog>
  );
}

const cell = 'border-line border-b px-2 py-1 align-top';
const number = `${cell} text-right whitespace-nowrap`;

function CallTable({ onClose }: { onClose: () => void }) {
  const { detail, timing, actions, findings } = useSession();
  const rows = useMemo(() => {
    const findingTurns = findings.map(({ position }) => position);
    return buildCallTable({ turns: detail.turns, timing, findingTurns });
  }, [detail.turns, timing, findings]);
  const withFindings = rows.some((row) => row.findings !== null);

  const copy = (separator: ',' | '\t', name: string): void => {
    navigator.clipboard.writeText(tableText(rows, separator)).then(
      () => toast.ok(`${formatCount(rows.length)} turns copied as ${name}`),
      () => toast.error('The clipboard refused. Select the table and copy it by hand.'),
    );
  };
  const goTo = (position: number): void => {
    onClose();
    actions.goToTurn(position);
  };

  if (rows.length === 0) return <p className="p-4 text-text-2">This call has no turns.</p>;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <p className="min-w-60 flex-1 text-text-2">
          {timing === null
            ? 'Nothing has been measured in the sound of this call: times and gaps are the reported ones.'
            : 'Difference = measured minus reported.'}
        </p>
        <Button size="sm" onClick={() => copy(',', 'CSV')}>
          Copy as CSV
        </Button>
        <Button size="sm" onClick={() => copy('\t', 'TSV')}>
          Copy as TSV
        </Button>
      </div>
      <table className="w-full border-collapse">
        <caption className="px-4 py-2 text-left text-text-2">
          {formatCount(rows.length)} turns in the order in which they were spoken. Times count from the beginning of the
          recording.
        </caption>
        <thead>
          <tr className="text-left text-text-2 [&>th]:sticky [&>th]:top-0 [&>th]:bg-surface-2 [&>th]:px-2 [&>th]:py-1 [&>th]:font-strong">
            <th scope="col">Turn</th>
            <th scope="col">Who</th>
            <NumberHeading>Start</NumberHeading>
            <NumberHeading>End</NumberHeading>
            <NumberHeading>Reported gap</NumberHeading>
            <NumberHeading>Measured gap</NumberHeading>
            <NumberHeading>Difference</NumberHeading>
            <th scope="col">Overlaps</th>
            {withFindings ? <NumberHeading>Findings</NumberHeading> : null}
            <th scope="col">Words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.position} row={row} withFindings={withFindings} onGo={() => goTo(row.position)} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function NumberHeading({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="text-right">
      {children}
    </th>
  );
}

function Row({ row, withFindings, onGo }: { row: CallTableRow; withFindings: boolean; onGo: () => void }) {
  const note = gapNote(row);
  const events = eventWords(row.events);
  return (
    <tr className="hover:bg-surface-3">
      <th scope="row" className={cell}>
        <button
          type="button"
          aria-label={`Go to turn ${row.position + 1}`}
          className="rounded-sm px-1 text-accent underline"
          onClick={onGo}
        >
          {row.position + 1}
        </button>
      </th>
      <td className={cell}>{row.who}</td>
      <td className={number}>{formatClock(row.startMs)}</td>
      <td className={number}>{formatClock(row.endMs)}</td>
      <td className={number}>{formatLatency(row.reportedGapMs)}</td>
      <td className={number}>
        {formatLatency(row.measuredGapMs)}
        {note === '' ? null : <span className="block text-meta text-text-3 whitespace-normal">{note}</span>}
      </td>
      <td className={number}>{formatLatency(row.differenceMs)}</td>
      <td className={cell}>{events === '' ? absent : events}</td>
      {withFindings ? <td className={number}>{row.findings ?? absent}</td> : null}
      <td className={`${cell} max-w-80`}>
        <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
          {row.text}
        </span>
      </td>
    </tr>
  );
}
