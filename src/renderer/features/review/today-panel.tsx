import { formatCount } from '#shared/logic/format.ts';
import type { DayProgress } from '#shared/model/review/queue.ts';
import { hrefOf } from '../../lib/router.ts';
import { LiveRegion, ProgressBar, Skeleton } from '../../ui/feedback.tsx';
import { doneWords, medianWords } from './queue-words.ts';
import { useProgress } from './use-queue.ts';

/** What was finished today against the goal, how long it took, and the last fourteen days. */
export function TodayPanel() {
  const progress = useProgress();
  if (progress === undefined) return <Skeleton className="h-24" />;
  const { today, goal, days } = progress;
  const words = doneWords(today, goal);
  return (
    <section aria-labelledby="today-title" className="flex flex-col gap-2">
      <h2 id="today-title" className="font-strong">
        Today
      </h2>
      <LiveRegion>{`Today: ${words}`}</LiveRegion>
      <div className="flex items-baseline gap-3">
        <span className="text-title font-strong">{words}</span>
        {goal === null || goal === 0 ? (
          <a className="text-text-2 underline" href={hrefOf({ name: 'settings', section: 'reviewing' })}>
            Set a goal for the day
          </a>
        ) : null}
      </div>
      {goal === null || goal === 0 ? null : (
        <ProgressBar label="Reviews finished today" done={today.done} total={goal} valueText={words} />
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4">
        <dt className="text-text-2">Median time per review</dt>
        <dd className="text-right">{medianWords(today)}</dd>
      </dl>
      <Days days={days} goal={goal} />
    </section>
  );
}

/** One bar a day on one scale; read out as a list. */
function Days({ days, goal }: { days: readonly DayProgress[]; goal: number | null }) {
  const most = Math.max(1, goal ?? 0, ...days.map(({ done }) => done));
  return (
    <ul aria-label="Reviews finished in the last 14 days" className="flex h-12 items-end gap-1 border-b border-line">
      {days.map(({ day, done }) => (
        <li key={day} className="flex h-full flex-1 items-end" title={`${day}: ${formatCount(done)}`}>
          <span className="sr-only">{`${day}: ${formatCount(done)} finished`}</span>
          <span
            aria-hidden="true"
            className={done === 0 ? 'w-full bg-line' : 'w-full bg-accent'}
            style={{ height: done === 0 ? 1 : `${Math.max(6, Math.round((done / most) * 100))}%` }}
          />
        </li>
      ))}
    </ul>
  );
}
