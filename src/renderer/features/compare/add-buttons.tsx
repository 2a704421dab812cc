import { Columns3 } from 'lucide-react';
import type { CompareRef } from '#shared/model/compare.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { addToTray } from './tray.ts';

/** Puts a turn of the transcript into the tray: at the current turn, and at the one under the pointer. */
export function AddTurnButton({ callId, index, always }: { callId: string; index: number; always: boolean }) {
  return (
    <span className={cx('align-top', !always && 'hidden group-hover:inline')}>
      <IconButton
        label="Add this turn to compare"
        action="to-compare.turn"
        size="sm"
        icon={<Columns3 />}
        onClick={(event) => {
          event.stopPropagation();
          addToTray([{ callId, index }]);
        }}
      />
    </span>
  );
}

/** Puts the turns of a list into the tray. */
export function AddWorstButton({ refs }: { refs: readonly CompareRef[] }) {
  return (
    <Button size="sm" variant="ghost" icon={<Columns3 aria-hidden />} onClick={() => addToTray(refs)}>
      {refs.length === 1 ? 'Add it to compare' : `Add these ${refs.length} to compare`}
    </Button>
  );
}
