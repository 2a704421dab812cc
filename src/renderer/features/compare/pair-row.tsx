import { Link2, Link2Off, Pin, PinOff } from 'lucide-react';
import { memo } from 'react';
import type { CallPair, GapsOfPair } from '#shared/logic/compare/call-rows.ts';
import { absent, formatClock, formatLatency } from '#shared/logic/format.ts';
import type { Turn } from '#shared/model/turn.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { speakerName } from '../call/transcript/item-texts.ts';
import { speakerLook } from '../call/transcript/speaker-look.ts';
import { DiffText } from './diff-text.tsx';

/** Which side of a row was taken to be paired with a turn of another row. */
export interface MarkedTurn {
  readonly side: 'a' | 'b';
  readonly index: number;
}

export interface PairActions {
  onActive(row: number): void;
  /** Pins the row's pair, lets go of it, or pairs the marked turn with this row. */
  onPin(row: number): void;
  onBreak(row: number): void;
  onMark(row: number): void;
}

export const pairColumns =
  'grid grid-cols-[minmax(0,1fr)_9.5rem_minmax(0,1fr)] max-[860px]:grid-cols-[minmax(0,1fr)_6.5rem_minmax(0,1fr)]';

/** Two turns that belong together, or one that the other call does not have. */
export const PairRow = memo(function PairRow({
  pair,
  row,
  active,
  marked,
  letters: [letterA, letterB],
  writable,
  actions,
}: {
  pair: CallPair;
  row: number;
  active: boolean;
  marked: MarkedTurn | null;
  letters: readonly [string, string];
  writable: boolean;
  actions: PairActions;
}) {
  const { a, b, pinned } = pair;
  const whole = a !== null && b !== null;
  const isMarked = marked !== null && (marked.side === 'a' ? a?.index : b?.index) === marked.index;
  const show = active ? '' : 'invisible group-hover:visible group-focus-within:visible';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see below
    // biome-ignore lint/a11y/useKeyWithClickEvents: rows are reached by the view's keys; a click is the same for the pointer
    <div
      aria-current={active ? 'true' : undefined}
      onClick={() => actions.onActive(row)}
      className={cx(
        pairColumns,
        'group relative border-line border-b',
        active && 'bg-surface-2',
        isMarked && 'outline-2 outline-accent outline-dashed -outline-offset-2',
      )}
    >
      {active ? <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" /> : null}
      <Side turn={a} other={b} base={null} letter={letterA} />
      <div className="flex flex-col gap-0.5 border-line border-x px-2 py-1.5">
        <Gaps name="reported" gaps={pair.reported} pair={pair} />
        <Gaps name="measured" gaps={pair.measured} pair={pair} about={pair.unsure} />
        <span className="mt-auto flex min-h-6 items-center gap-0.5">
          {pinned ? (
            <span className="mr-auto inline-flex items-center gap-1 text-meta text-text-2">
              <Pin aria-hidden className="size-3" /> pinned
            </span>
          ) : (
            <span className="mr-auto" />
          )}
          {!writable ? null : whole ? (
            <>
              <IconButton
                size="sm"
                className={show}
                label={pinned ? 'Let go of this pin' : 'Pin this pair'}
                action="compare-calls.pin"
                icon={pinned ? <PinOff /> : <Pin />}
                onClick={() => actions.onPin(row)}
              />
              <IconButton
                size="sm"
                className={show}
                label="Break this pair"
                action="compare-calls.break"
                icon={<Link2Off />}
                onClick={() => actions.onBreak(row)}
              />
            </>
          ) : (
            <IconButton
              size="sm"
              className={marked === null ? show : ''}
              label={marked === null || isMarked ? 'Take this turn to pair it with another row' : 'Pair it with this'}
              action={marked === null || isMarked ? 'compare-calls.mark' : 'compare-calls.pin'}
              pressed={isMarked}
              icon={<Link2 />}
              onClick={() => (marked === null || isMarked ? actions.onMark(row) : actions.onPin(row))}
            />
          )}
        </span>
      </div>
      <Side turn={b} other={a} base={a?.content ?? null} letter={letterB} />
    </div>
  );
});

function Side({
  turn,
  other,
  base,
  letter,
}: {
  turn: Turn | null;
  other: Turn | null;
  /** The words that these are held against. */
  base: string | null;
  letter: string;
}) {
  if (turn === null) {
    return (
      <div className="ink-hatch flex items-center justify-center px-3 py-2 text-line-strong">
        <span className="rounded-sm bg-surface-1 px-1.5 text-meta text-text-3">
          {letter} has no such turn{other === null ? '' : ` (${speakerName(other).toLowerCase()})`}
        </span>
      </div>
    );
  }
  const look = speakerLook(turn);
  return (
    <div className="flex min-w-0 gap-2 px-3 py-1.5">
      <span className="w-11 shrink-0 text-right text-meta text-text-3 leading-6">{formatClock(turn.startMs)}</span>
      <span className={cx('shrink-0 font-strong', look.tone)} title={speakerName(turn)}>
        <span aria-hidden>{look.letter}</span>
        <span className="sr-only">
          {letter}, {speakerName(turn)}:
        </span>
      </span>
      <div className="min-w-0 flex-1">
        <DiffText text={turn.content} base={base} />
      </div>
    </div>
  );
}

/** A gap in both calls, and how far they are apart; nothing where neither turn is an answer. */
function Gaps({
  name,
  gaps: { a, b, apartMs },
  pair,
  about = false,
}: {
  name: 'reported' | 'measured';
  gaps: GapsOfPair;
  pair: CallPair;
  about?: boolean;
}) {
  if (pair.a?.role !== 'agent' && pair.b?.role !== 'agent') return null;
  if (a === null && b === null) {
    return (
      <span className="text-meta text-text-3" title={`Neither has a ${name} gap here`}>
        {name} {absent}
      </span>
    );
  }
  const value = (ms: number | null) => (ms === null ? absent : formatLatency(ms));
  return (
    <span className={cx('flex flex-wrap items-baseline gap-x-1 text-meta', name === 'measured' && 'text-measured')}>
      <span className="text-text-3">{name}</span>
      <span className="whitespace-nowrap">
        {about ? <span title="One of the two with low confidence">≈ </span> : null}
        {pair.a === null ? '' : value(a)}
        {pair.a === null || pair.b === null ? '' : ' → '}
        {pair.b === null ? '' : value(b)}
      </span>
      {apartMs === null ? null : (
        <span className="whitespace-nowrap font-strong">
          {apartMs > 0 ? '+' : ''}
          {formatLatency(apartMs)}
        </span>
      )}
    </span>
  );
}
