import { useState } from 'react';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { hrefOf, navigate } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { DisputeList } from './dispute-list.tsx';
import { PackDialog } from './pack-dialog.tsx';
import { PackList } from './pack-list.tsx';
import { QueueList } from './queue-list.tsx';
import { ReviewerCard } from './reviewer-card.tsx';
import { SampleDialog } from './sample-dialog.tsx';
import { SkippedList } from './skipped-list.tsx';
import { TodayPanel } from './today-panel.tsx';
import { openNextCall, useMyQueue } from './use-queue.ts';

/** What the reviewer who sits here has to do, how far the day has come, and how work gets into the queue. */
export function ReviewView() {
  const queue = useMyQueue();
  const { me } = useReviewers();
  const readOnly = useReadOnlyReason();
  const [dialog, setDialog] = useState<'sample' | 'pack' | null>(null);
  const close = () => setDialog(null);
  const may = readOnly === null && me !== null;
  useKeys('review-queue', [
    {
      action: 'next',
      run: () => void openNextCall(null),
      enabled: queue === undefined ? 'soon' : queue.counts.open > 0,
    },
    { action: 'down', run: () => moveFocus(1) },
    { action: 'up', run: () => moveFocus(-1) },
    { action: 'sample', run: () => setDialog('sample'), enabled: may },
    { action: 'pack', run: () => setDialog('pack'), enabled: may },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
  return (
    <div className="relative h-full overflow-auto">
      <div className="mx-auto flex max-w-[1240px] flex-col gap-5 p-6">
        <header className="flex flex-wrap items-center gap-2">
          <h1 className="text-title font-strong">Review</h1>
          <nav aria-label="About reviewing" className="flex flex-1 gap-4 pl-4">
            <a href={hrefOf({ name: 'scorecards', id: null })} className="text-accent underline">
              Scorecards
            </a>
            <a href={hrefOf({ name: 'agreement', source: null })} className="text-accent underline">
              Agreement
            </a>
          </nav>
          <Button disabledReason={readOnly} onClick={() => setDialog('pack')}>
            Make a calibration pack
          </Button>
          <Button variant="primary" disabledReason={readOnly} onClick={() => setDialog('sample')}>
            Assign a sample
          </Button>
        </header>
        {me !== null && me.name === null ? <ReviewerCard /> : null}
        {queue === undefined ? (
          <Skeleton className="h-60" />
        ) : (
          <div className="grid gap-x-8 gap-y-6 min-[1100px]:grid-cols-[minmax(0,1fr)_380px]">
            <div className="flex min-w-0 flex-col gap-6">
              <QueueList queue={queue} onSample={() => setDialog('sample')} />
              <SkippedList entries={queue.skipped} />
            </div>
            <div className="flex min-w-0 flex-col gap-6">
              <TodayPanel />
              <DisputeList />
              <PackList onMake={() => setDialog('pack')} />
            </div>
          </div>
        )}
      </div>
      {dialog === 'sample' && me !== null ? <SampleDialog me={me.id} onClose={close} /> : null}
      {dialog === 'pack' && me !== null ? <PackDialog me={me.id} onClose={close} /> : null}
    </div>
  );
}

/** Moves along the links of the queue; from anywhere else to its first one. */
function moveFocus(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-queue-link]')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}
