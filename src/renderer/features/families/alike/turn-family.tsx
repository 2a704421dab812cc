import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { TurnFamily } from '#shared/model/families.ts';
import { useKeys } from '../../../lib/keys.ts';
import { hrefOf, navigate } from '../../../lib/router.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { showSideTab } from '../../call/pane/side-tab.ts';
import { useSession } from '../../call/session.ts';
import { standingWords } from '../family-words.ts';
import { askForAlikeFocus } from './alike-focus.ts';

function showAlike(): void {
  showSideTab('alike');
  askForAlikeFocus();
}

/** The family of a turn of the open call; undefined while it is not known or there is none. */
function useTurnFamily(index: number | null): TurnFamily | undefined {
  const { detail } = useSession();
  const { data } = useQuery(orpc.families.ofCall.queryOptions({ input: { callId: detail.row.id } }));
  return index === null ? undefined : data?.find((family) => family.index === index);
}

/** In the latency pane: the family of the agent turn shown, how its gap stands there, and the way to turns like it. */
export function TurnFamilyLine({ index }: { index: number }) {
  const family = useTurnFamily(index);
  const standing = family === undefined ? null : standingWords(family);
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
      {family === undefined ? null : (
        <a
          href={hrefOf({ name: 'families', id: family.familyId })}
          className="min-h-6 min-w-0 max-w-full truncate rounded-sm text-text-2 leading-6 hover:underline"
          title="Open its family"
        >
          <span className="text-text-3">Family </span>
          <bdi>{neutraliseText(family.name)}</bdi>
        </a>
      )}
      <Button size="sm" variant="ghost" className="ml-auto" icon={<MessagesSquare aria-hidden />} onClick={showAlike}>
        Turns like this
      </Button>
      {standing === null ? null : <p className="w-full text-text-3">{standing}.</p>}
    </div>
  );
}

/** At an agent turn of the transcript: turns like it. */
export function AlikeButton({ always, onChoose }: { always: boolean; onChoose: () => void }) {
  return (
    <IconButton
      label="Turns like this"
      action="alike.turns"
      size="sm"
      icon={<MessagesSquare />}
      onClick={(event) => {
        event.stopPropagation();
        onChoose();
        showAlike();
      }}
      className={cx('align-top', !always && 'invisible group-hover:visible')}
    />
  );
}

/** Keys of the open call for its current agent turn; `index` null = no turn has begun. */
export function useAlikeKeys(index: number | null): void {
  const family = useTurnFamily(index);
  useKeys('alike', [
    { action: 'turns', run: showAlike },
    {
      action: 'family',
      run: () => {
        if (family !== undefined) navigate({ name: 'families', id: family.familyId });
        else toast.info('This turn is in no family. Choose a turn of the agent’s, or wait until turns are read in.');
      },
    },
  ]);
}
