import { Play, X } from 'lucide-react';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import { cx } from '../../../ui/cx.ts';
import { toast } from '../../../ui/toast-store.ts';
import { useSession } from '../session.ts';
import { playAnchor } from './score-actions.ts';

const words = (anchor: Anchor): string => neutraliseText(anchorWords(anchor));

/** Evidence as buttons that play it; the reviewer's own can be taken away. */
export function EvidenceList({
  anchors,
  fromData = false,
  onRemove,
}: {
  anchors: readonly Anchor[];
  fromData?: boolean;
  onRemove?: (anchor: Anchor) => void;
}) {
  const session = useSession();
  if (anchors.length === 0) return null;
  return (
    <ul aria-label={fromData ? 'Evidence from the data' : 'Evidence'} className="flex flex-wrap gap-1">
      {anchors.map((anchor, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two of the same do not differ
          key={at}
          className={cx(
            'inline-flex h-6 items-center rounded-md border bg-surface-1 text-meta',
            fromData ? 'border-measured border-dashed' : 'border-line-strong',
          )}
        >
          <button
            type="button"
            aria-label={`Play ${words(anchor)}`}
            title={
              anchor.on === 'turn' || anchor.on === 'text' ? neutraliseText(anchor.turn.text).slice(0, 300) : undefined
            }
            className="inline-flex h-full items-center gap-1 rounded-md px-1.5 tabular-nums hover:bg-surface-3 [&_svg]:size-3"
            onClick={() => {
              if (!playAnchor(anchor, session)) toast.info('This is not in the call any more.');
            }}
          >
            <Play aria-hidden />
            {words(anchor)}
          </button>
          {onRemove === undefined ? null : (
            <button
              type="button"
              aria-label={`Remove ${words(anchor)}`}
              className="inline-flex size-6 items-center justify-center rounded-md text-text-3 hover:bg-surface-3 hover:text-text-1 [&_svg]:size-3"
              onClick={() => onRemove(anchor)}
            >
              <X aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
