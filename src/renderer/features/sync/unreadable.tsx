import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/feedback.tsx';

/** A note that some calls could not be read, and behind it which and why. */
export function UnreadableNote({ label, className }: { label: string; className?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={cx('h-6 rounded-sm text-left whitespace-nowrap text-slow underline underline-offset-2', className)}
      >
        {label}
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Calls that could not be read" className="w-[min(760px,94vw)]">
        <Unreadable />
      </Dialog>
    </>
  );
}

function Unreadable() {
  const { data, error } = useQuery(orpc.calls.unreadable.queryOptions());
  if (error !== null) return <p className="p-4">{problemOf(error).message}</p>;
  return (
    <div className="p-4">
      <p className="mb-3 text-text-2">
        Voicy sent these in a form that this version of Earmark does not understand. What it sent is kept as it came and
        is read again by later versions; the other calls are not affected.
      </p>
      {data === undefined ? (
        <Skeleton className="h-28" />
      ) : (
        <table className="w-full border-collapse">
          <thead className="text-left text-text-2">
            <tr className="border-b border-line">
              <th className="py-1 pr-3 font-normal">Call</th>
              <th className="py-1 pr-3 font-normal">Why</th>
              <th className="py-1 text-right font-normal">Seen</th>
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={row.id} className="border-b border-line align-top">
                <td className="py-1 pr-3 font-mono text-meta break-all">{row.id}</td>
                <td className="py-1 pr-3">{row.reason}</td>
                <td className="py-1 text-right whitespace-nowrap text-text-2">
                  {formatDateTime(row.seenMs, undefined, Date.now())}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
