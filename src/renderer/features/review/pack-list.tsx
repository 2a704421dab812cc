import { formatCount } from '#shared/logic/format.ts';
import type { PackProgress } from '#shared/model/review/queue.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { hrefOf } from '../../lib/router.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/feedback.tsx';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { openShare } from '../sharing/open-sharing.ts';
import { counted } from '../sync/sync-words.ts';
import { dueWords, packWords } from './queue-words.ts';
import { usePacks, useQueueActions } from './use-queue.ts';

/** Calibration packs: who has come how far; what they found is not told here. */
export function PackList({ onMake }: { onMake: () => void }) {
  const packs = usePacks();
  const readOnly = useReadOnlyReason();
  if (packs === undefined) return null;
  return (
    <section aria-labelledby="packs-title" className="flex flex-col gap-2">
      <h2 id="packs-title" className="font-strong">
        Calibration packs
      </h2>
      {packs.length === 0 ? (
        <div className="flex flex-col items-start gap-2 text-text-2">
          <p>
            A pack gives the same calls to several reviewers. Nobody sees the others’ scores before submitting their
            own.
          </p>
          <Button disabledReason={readOnly} onClick={onMake}>
            Make a calibration pack
          </Button>
        </div>
      ) : (
        <ul className="flex flex-col border-t border-line">
          {packs.map((pack) => (
            <Pack key={pack.id} pack={pack} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Pack({ pack }: { pack: PackProgress }) {
  const { nameOf } = useReviewers();
  const { removePack } = useQueueActions();
  const readOnly = useReadOnlyReason();
  const name = pack.name ?? 'Unnamed pack';
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-2 py-2">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 truncate font-strong">{name}</h3>
        {pack.closed ? <Badge tone="ok">Closed</Badge> : null}
        {pack.blind ? <Badge>Blind</Badge> : <Badge>Open</Badge>}
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          disabledReason={readOnly}
          aria-label={`Take the pack ${name} back`}
          onClick={() => removePack(pack.id)}
        >
          Take back
        </Button>
      </div>
      <p className="text-text-2">
        {counted(pack.calls, 'call')}, {packWords(pack)}
        {pack.dueMs === null || pack.closed ? '' : `. ${dueWords(pack.dueMs, Date.now())}`}
        {pack.callsMissing === 0 ? '' : `. ${counted(pack.callsMissing, 'call')} not in this workspace`}
      </p>
      <p className="flex gap-4">
        <button
          type="button"
          className="text-accent underline"
          onClick={() => openShare({ kind: 'pack', packId: pack.id, name })}
        >
          Share as a bundle
        </button>
        <a
          href={hrefOf({ name: 'agreement', source: { what: 'pack', id: pack.id } })}
          className="text-accent underline"
        >
          Calibration report
        </a>
      </p>
      <ul aria-label={`Reviewers of ${name}`} className="flex flex-col gap-1">
        {pack.seats.map(({ reviewer, submitted, inProgress }) => (
          <li key={reviewer} className="grid grid-cols-[minmax(0,1fr)_96px_64px] items-center gap-2">
            <span className="truncate first-letter:uppercase">{nameOf(reviewer)}</span>
            <ProgressBar
              label={`Submitted by ${nameOf(reviewer)}`}
              done={submitted}
              total={pack.calls}
              valueText={`${formatCount(submitted)} submitted, ${formatCount(inProgress)} in progress`}
            />
            <span className="text-right text-text-2" title={`${formatCount(inProgress)} in progress`}>
              {formatCount(submitted)} / {formatCount(pack.calls)}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
