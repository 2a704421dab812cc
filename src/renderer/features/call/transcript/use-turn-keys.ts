import { copyLines } from '#shared/logic/copy-text.ts';
import { formatClock } from '#shared/logic/format.ts';
import { findToolsOfTurn, type TimelineItem } from '#shared/logic/transcript.ts';
import { useKeys } from '../../../lib/keys.ts';
import { callRoute, hrefOf } from '../../../lib/router.ts';
import { toast } from '../../../ui/toast-store.ts';
import { useSession } from '../session.ts';
import { turnPart } from './copy-selection.ts';
import type { TurnNotes } from './turn-notes.ts';

function copy(text: string, done: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast.ok(done),
    () => toast.error('The clipboard refused. Select the text and copy it by hand.'),
  );
}

export interface TurnKeyParts {
  readonly items: readonly TimelineItem[];
  readonly notes: readonly TurnNotes[];
  /** Place of the current turn in the list, undefined before the first. */
  readonly currentItem: number | undefined;
  /** Folds or unfolds tool calls, by position. */
  readonly toggleTools: (positions: readonly number[]) => void;
}

/** Keys for the turn one is at: copying it, the address of this moment, its tool calls. */
export function useTurnKeys({ items, notes, currentItem, toggleTools }: TurnKeyParts): void {
  const { detail, player } = useSession();
  const copyTurn = () => {
    const item = currentItem === undefined ? undefined : items[currentItem];
    if (item?.kind === 'turn') copy(copyLines([turnPart(item, notes)]), 'The turn is on the clipboard, with its time.');
    else toast.info('No turn has begun here. Choose one first.');
  };
  const copyMoment = () => {
    const atMs = player.timeMs();
    const { href } = new URL(hrefOf(callRoute(detail.row.id, atMs)), window.location.href);
    copy(href, `The address of ${formatClock(atMs)} in this call is on the clipboard.`);
  };
  const tools = (places: readonly number[]) =>
    places.flatMap((place) => {
      const item = items[place];
      return item?.kind === 'tool' ? [item.position] : [];
    });
  useKeys('turn', [
    { action: 'copy', run: copyTurn },
    { action: 'copy-address', run: copyMoment },
    {
      action: 'tools',
      run: () => {
        const found = tools(findToolsOfTurn(items, currentItem ?? -1));
        if (found.length > 0) toggleTools(found);
        else toast.info('No tool was called at this turn.');
      },
    },
    {
      action: 'tools-all',
      run: () => {
        const found = tools(items.map((_, place) => place));
        if (found.length > 0) toggleTools(found);
        else toast.info('No tool was called in this call.');
      },
    },
  ]);
}
