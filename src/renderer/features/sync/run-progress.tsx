import { absent, formatBytes, formatCount } from '#shared/logic/format.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { useSettings } from '../../lib/settings.ts';
import { ProgressBar } from '../../ui/feedback.tsx';
import { callPace, counted, formatPace, timeLeftSentence } from './sync-words.ts';

/** How far the run is, phase by phase: bar, counts and pace in columns that stay where they are. */
export function RunProgress({ sync }: { sync: SyncStatus }) {
  const { recordings, details, rate } = sync;
  const withRecordings = useSettings().downloadRecordings || recordings.total > 0;
  // Before the list is read nobody knows how much there is to fetch.
  const listing = sync.phase === 'listing' || (sync.phase === 'waiting' && details.total === 0);
  const bytes = rate.bytesPerSecond === null ? null : formatPace(rate.bytesPerSecond);
  return (
    <section aria-labelledby="progress-title" className="flex flex-col gap-3">
      <h2 id="progress-title" className="font-strong">
        This run
      </h2>
      <Phase
        label="List"
        done={sync.listed}
        total={listing ? null : sync.listed}
        text={counted(sync.listed, 'call') + (listing ? ' so far' : '')}
        pace={null}
      />
      <Phase label="Calls" {...details} text={countsText(details, listing)} pace={callPace(rate) ?? absent} />
      {withRecordings ? (
        <Phase label="Recordings" {...recordings} text={countsText(recordings, listing)} pace={bytes ?? absent} />
      ) : null}
      <p className="flex flex-wrap gap-x-6 text-text-2">
        <span className="min-w-0 flex-1">{timeLeftSentence(sync)}</span>
        <span className="whitespace-nowrap">{formatBytes(sync.receivedBytes)} received</span>
      </p>
    </section>
  );
}

function countsText({ done, total, failed }: SyncStatus['details'], listing: boolean): string {
  if (total === 0) return listing ? 'after the list' : 'nothing to fetch';
  return `${formatCount(done)} of ${formatCount(total)}${failed === 0 ? '' : `, ${formatCount(failed)} failed`}`;
}

interface PhaseProps {
  label: string;
  done: number;
  total: number | null;
  failed?: number;
  text: string;
  /** A dash while nothing can be said; null where there is no pace. */
  pace: string | null;
}

function Phase({ label, done, total, failed = 0, text, pace }: PhaseProps) {
  return (
    <div className="grid grid-cols-[84px_minmax(0,1fr)_190px_120px] items-center gap-x-3 gap-y-1 max-[760px]:grid-cols-[84px_minmax(0,1fr)_120px]">
      <span>{label}</span>
      <ProgressBar
        label={label}
        done={done + failed}
        total={total}
        valueText={text}
        className="max-[760px]:order-last max-[760px]:col-span-full"
      />
      <span className="text-right whitespace-nowrap text-text-2">{text}</span>
      <span
        className="text-right whitespace-nowrap text-text-3"
        {...(pace === absent ? { title: 'No pace to tell yet' } : {})}
      >
        {pace}
      </span>
    </div>
  );
}
