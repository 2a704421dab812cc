import { memo, useMemo } from 'react';
import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { formatClock } from '#shared/logic/format.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import type { Turn } from '#shared/model/turn.ts';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { AddTurnButton } from '../../compare/add-buttons.tsx';
import { AlikeButton } from '../../families/alike/turn-family.tsx';
import { CorrectedText } from '../correct/corrected-text.tsx';
import { CorrectionMark, CorrectionNotices } from '../correct/correction-marks.tsx';
import { TurnEditor } from '../correct/turn-editor.tsx';
import { TurnMargin } from '../notes/note-margin.tsx';
import { useSession } from '../session.ts';
import { speakerName } from './item-texts.ts';
import { speakerLook } from './speaker-look.ts';
import { GapLine, TurnLatency } from './turn-gap.tsx';
import type { TurnNotes } from './turn-notes.ts';
import { TurnText } from './turn-text.tsx';

/** One turn of the transcript; a click goes to where it is spoken. */
export const TurnRow = memo(function TurnRow({
  shown,
  position,
  notes,
  current,
  gapScaleMs,
  callDirection,
  editing,
  showChanges,
}: {
  shown: ShownTurn;
  position: number;
  notes: TurnNotes | undefined;
  current: boolean;
  gapScaleMs: number;
  /** For a turn that has no letters: a number alone stands as its call's words do. */
  callDirection: 'ltr' | 'rtl';
  /** Its words are being corrected. */
  editing: boolean;
  /** What the vendor had is shown beside what was said. */
  showChanges: boolean;
}) {
  const { actions, detail, durationMs, playable } = useSession();
  const { sent, turn } = shown;
  const name = speakerName(turn);
  const look = speakerLook(turn);
  const timeMs = notes?.timeMs ?? turn.startMs;
  const beyond = playable && timeMs !== null && timeMs >= durationMs;
  const direction = useMemo(() => directionOf(turn.content) ?? callDirection, [turn.content, callDirection]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see below
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time is the button for the keyboard; the row is a larger target
    <div
      aria-current={current ? 'true' : undefined}
      onClick={() => {
        // A click that ends a selection of words is no click on the turn.
        if (window.getSelection()?.isCollapsed !== false) actions.goToTurn(position);
      }}
      className={cx(
        'group relative grid grid-cols-[4.5rem_1.75rem_minmax(0,calc(var(--read)*42))_6.5rem_6rem] max-[1000px]:grid-cols-[4.5rem_1.75rem_minmax(0,1fr)_6.5rem_2.5rem] pr-3 pl-3',
        current && 'bg-surface-2',
      )}
    >
      {current ? <span aria-hidden className={cx('absolute inset-y-0 left-0 w-[3px]', look.bar)} /> : null}
      {sent.role === 'agent' ? <GapLine turn={sent} position={position} scaleMs={gapScaleMs} /> : null}
      <button
        type="button"
        aria-label={`Go to turn ${position + 1}, ${name}, ${timeMs === null ? 'without a time' : formatClock(timeMs)}`}
        title={beyond ? 'This turn starts after the end of the recording' : (notes?.timeHint ?? undefined)}
        onClick={(event) => {
          event.stopPropagation();
          actions.goToTurn(position);
        }}
        className={cx(
          'col-start-1 row-start-2 mt-1 h-6 self-start rounded-sm pr-2 text-right text-body text-text-3 hover:text-text-1',
          beyond && 'line-through',
        )}
      >
        {formatClock(timeMs)}
      </button>
      <span title={name} className={cx('col-start-2 row-start-2 mt-1 h-6 font-strong leading-6', look.tone)}>
        <span aria-hidden>{look.letter}</span>
        <span className="sr-only">{name}</span>
      </span>
      <div className="col-start-3 row-start-2 py-1">
        {turn.role === 'other' ? <div className="text-meta text-text-3">{otherRole(turn)}</div> : null}
        {editing ? (
          <TurnEditor shown={shown} position={position} callDirection={callDirection} />
        ) : shown.parts.length > 1 || (showChanges && shown.map !== null) ? (
          <CorrectedText shown={shown} direction={direction} changes={showChanges} />
        ) : (
          <TurnText content={turn.content} direction={direction} cutOff={notes?.cutOff ?? null} />
        )}
        {notes === undefined || notes.marks.length === 0 ? null : <Marks marks={notes.marks} direction={direction} />}
        {editing ? null : <CorrectionNotices shown={shown} position={position} />}
      </div>
      <div className="col-start-4 row-start-2 pt-1 text-right leading-6">
        {sent.role === 'agent' ? <TurnLatency turn={sent} position={position} /> : null}
      </div>
      <div className="col-start-5 row-start-2 pt-1 pl-1">
        <CorrectionMark shown={shown} position={position} />
        <TurnMargin position={position} />
        {sent.role === 'agent' ? (
          <>
            <AddTurnButton callId={detail.row.id} index={sent.index} always={current} />
            <AlikeButton always={current} onChoose={() => actions.goToTurn(position)} />
          </>
        ) : null}
      </div>
    </div>
  );
});

/** What an entry is that neither party said. */
function otherRole(turn: Turn): string {
  if (turn.rawRole.trim() === '') return 'Entry without a role';
  return /^system$/i.test(turn.rawRole.trim()) ? 'System entry' : `Role named “${speakerName(turn)}” by the vendor`;
}

function Marks({ marks, direction }: { marks: TurnNotes['marks']; direction: 'ltr' | 'rtl' }) {
  return (
    <div className={cx('flex flex-wrap gap-1.5 pt-0.5', direction === 'rtl' && 'justify-end')}>
      {marks.map(({ word, hint }) => (
        <Tooltip key={word} content={hint}>
          <span className="rounded-sm border border-line-strong px-1 text-meta text-text-2">
            {word}
            <span className="sr-only">: {hint}</span>
          </span>
        </Tooltip>
      ))}
    </div>
  );
}
