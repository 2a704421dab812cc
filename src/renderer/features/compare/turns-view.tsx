import { type ReactNode, useMemo } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { directionOf } from '#shared/logic/text-direction.ts';
import type { CompareRef, HeldFacts } from '#shared/model/compare.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { speakerName } from '../call/transcript/item-texts.ts';
import { speakerLook } from '../call/transcript/speaker-look.ts';
import { ColumnHead } from './column-head.tsx';
import { DiffText } from './diff-text.tsx';
import { heldProblem, letterOf } from './labels.ts';
import { refKey } from './tray-list.ts';
import { FamilyOf, TurnReview, TurnTools, TurnWaterfall } from './turn-facts.tsx';
import { type ComparedCall, type ComparedTurn, comparedTurns } from './use-compared.ts';

export interface ColumnsProps {
  refs: readonly CompareRef[];
  base: number;
  calls: readonly ComparedCall[];
  held: ReadonlyMap<string, HeldFacts>;
  /** Calls of several API generations are compared. */
  mixed: boolean;
  onBase: (column: number) => void;
  onRemove: (column: number) => void;
  /** Puts another turn of the same call in the place of a column's. */
  onReplace: (column: number, index: number) => void;
}

const parts = ['call', 'latency', 'caller', 'agent', 'tools', 'review'] as const;

/** Turns side by side: each a column, each part of them at the same height in all columns. */
export function TurnsView(props: ColumnsProps & { toolsOpen: boolean }) {
  const { refs, calls, base } = props;
  const turns = useMemo(() => comparedTurns(refs, calls), [refs, calls]);
  const baseText = turns[base]?.context.turn.content ?? null;
  return (
    <div
      className="grid min-w-full gap-x-px bg-line"
      style={{
        gridTemplateColumns: `repeat(${refs.length}, minmax(12rem, 1fr))`,
        gridTemplateRows: `repeat(${parts.length}, auto)`,
      }}
    >
      {refs.map((ref, column) => (
        <Column
          key={refKey(ref)}
          {...props}
          column={column}
          turn={turns[column] ?? null}
          baseText={column === base ? null : baseText}
        />
      ))}
    </div>
  );
}

function Column({
  refs,
  base,
  calls,
  held,
  mixed,
  column,
  turn,
  baseText,
  toolsOpen,
  onBase,
  onRemove,
  onReplace,
}: ColumnsProps & { toolsOpen: boolean; column: number; turn: ComparedTurn | null; baseText: string | null }) {
  const ref = refs[column];
  const call = calls[column];
  if (ref === undefined || call === undefined) return null;
  const facts = held.get(refKey(ref));
  const problem = facts === undefined ? null : heldProblem(facts);
  const frame = 'row-span-6 grid grid-rows-subgrid bg-surface-1';
  if (call.detail === null) {
    return (
      <section aria-label={`${letterOf(column)}: not here`} aria-busy={call.problem === null} className={frame}>
        <Missing call={call} onRemove={() => onRemove(column)} />
      </section>
    );
  }
  return (
    <section aria-label={`${letterOf(column)}: turn ${(ref.index ?? 0) + 1}`} className={frame}>
      <Part>
        <ColumnHead
          column={column}
          detail={call.detail}
          facts={facts}
          target={ref}
          isBase={column === base}
          badge={mixed}
          onBase={() => onBase(column)}
          onRemove={() => onRemove(column)}
        />
        {problem === null ? null : (
          <p role="status" className="mt-1 text-slow">
            {problem}{' '}
            {facts?.movedTo == null ? null : (
              <Button size="sm" onClick={() => onReplace(column, facts.movedTo ?? 0)}>
                Show turn {facts.movedTo + 1}
              </Button>
            )}
          </p>
        )}
      </Part>
      {turn === null ? (
        <Part className="row-span-5">
          <p className="text-text-2">
            {call.detail.transcriptKind === 'text'
              ? 'This call’s transcript came as one text, without turns.'
              : call.detail.turns.length === 0
                ? 'This call has no transcript.'
                : `This call has no turn ${(ref.index ?? 0) + 1}.`}
          </p>
        </Part>
      ) : (
        <>
          <Part title="Where the time goes">
            <TurnWaterfall call={call} turn={turn} />
          </Part>
          <Part title="Said before">
            <Before turn={turn} />
          </Part>
          <Part title={turn.context.turn.role === 'agent' ? 'The agent says' : 'Says'}>
            <DiffText text={turn.context.turn.content} base={baseText} />
            <FamilyOf callId={ref.callId} index={turn.context.turn.index} />
          </Part>
          <Part title="Tools in between">
            <TurnTools tools={turn.context.tools} open={toolsOpen} />
          </Part>
          <Part title="Notes and scores">
            <TurnReview detail={call.detail} index={ref.index} />
          </Part>
        </>
      )}
    </section>
  );
}

/** What others said since the agent spoke last; the beginning of a long talk is left out. */
const MOST_BEFORE = 6;

function Before({ turn: { context } }: { turn: ComparedTurn }) {
  const { before } = context;
  if (before.length === 0) {
    return <p className="text-text-3">{context.turn.index === 0 ? 'These are the call’s first words.' : 'Nothing.'}</p>;
  }
  const shown = before.slice(-MOST_BEFORE);
  return (
    <div className="flex flex-col gap-1">
      {shown.length === before.length ? null : (
        <p className="text-meta text-text-3">{before.length - shown.length} turns before these are not shown.</p>
      )}
      {shown.map((said) => (
        <p
          key={said.index}
          dir={directionOf(said.content) ?? 'ltr'}
          className="whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          <span className={cx('font-strong', speakerLook(said).tone)} title={speakerName(said)}>
            {speakerLook(said).letter}
            <span className="sr-only"> ({speakerName(said)})</span>
          </span>{' '}
          {neutraliseText(said.content)}
        </p>
      ))}
    </div>
  );
}

/** A call that is read, cannot be read, or is not here any more. */
export function Missing({ call, onRemove }: { call: ComparedCall; onRemove: () => void }) {
  if (call.problem === null) {
    return (
      <>
        {parts.map((part) => (
          <Part key={part}>
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="mt-2 h-4 w-1/2" />
          </Part>
        ))}
      </>
    );
  }
  const gone = call.problem.code === 'not-found';
  return (
    <Part className="row-span-6">
      <p className="font-strong">{gone ? 'This call is not here any more' : 'The call could not be read'}</p>
      <p className="text-text-2">
        {gone ? 'It was erased, or it belongs to the other workspace.' : call.problem.message}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {gone ? null : (
          <Button size="sm" onClick={call.retry}>
            Try again
          </Button>
        )}
        <Button size="sm" onClick={onRemove}>
          Take it out
        </Button>
      </div>
    </Part>
  );
}

function Part({ title, className, children }: { title?: string; className?: string; children: ReactNode }) {
  return (
    <div className={cx('min-w-0 border-line border-b px-3 py-2', className)}>
      {title === undefined ? null : <h3 className="mb-1 text-meta text-text-3">{title}</h3>}
      {children}
    </div>
  );
}
