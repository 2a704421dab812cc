import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { Radio } from '../../ui/radio.tsx';
import { CallPairs } from './call-pairs.tsx';
import { ColumnHead } from './column-head.tsx';
import { agentLabel, letterOf } from './labels.ts';
import { OneOnly } from './one-only.tsx';
import { refKey } from './tray-list.ts';
import { TurnReview } from './turn-facts.tsx';
import type { ColumnsProps } from './turns-view.tsx';
import type { ComparedCall } from './use-compared.ts';

/** Whole calls: one is held against one of the others, turn by turn. */
export function CallsView(props: ColumnsProps) {
  const { refs, calls, base, onRemove } = props;
  const others = refs.map((_, column) => column).filter((column) => column !== base);
  const [wanted, setWanted] = useState<string | null>(null);
  const against = others.find((column) => refs[column]?.callId === wanted) ?? others[0] ?? null;
  const first = calls[base];
  const second = against === null ? undefined : calls[against];
  return (
    <div className="flex min-h-72 flex-1 flex-col max-[860px]:min-h-[34rem]">
      {others.length === 0 ? <OneOnly what="call" /> : null}
      {others.length > 1 ? (
        <fieldset className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-3 py-1">
          <legend className="sr-only">Which calls are side by side</legend>
          <span className="text-text-3">{letterOf(base)} with</span>
          {others.map((column) => (
            <Radio
              key={refs[column]?.callId}
              name="compare-against"
              checked={column === against}
              onChange={() => setWanted(refs[column]?.callId ?? null)}
              label={`${letterOf(column)} ${nameOf(calls[column])}`}
            />
          ))}
        </fieldset>
      ) : null}
      <div className="grid shrink-0 grid-cols-2 gap-x-px border-line border-b bg-line">
        {[base, against].map((column) => (column === null ? null : <Head key={column} {...props} column={column} />))}
      </div>
      {first === undefined || second === undefined ? (
        <div className="flex-1" />
      ) : first.problem !== null || second.problem !== null ? (
        <CannotShow
          call={first.problem !== null ? first : second}
          onRemove={() => onRemove(first.problem !== null ? base : (against ?? 0))}
        />
      ) : (
        <CallPairs
          key={`${first.callId}|${second.callId}`}
          a={first}
          b={second}
          letters={[letterOf(base), letterOf(against ?? 0)]}
        />
      )}
    </div>
  );
}

const nameOf = (call: ComparedCall | undefined): string =>
  call?.detail == null ? 'a call that is not here' : agentLabel(call.detail.row);

function Head({ column, refs, base, calls, held, mixed, onBase, onRemove }: ColumnsProps & { column: number }) {
  const ref = refs[column];
  const detail = calls[column]?.detail ?? null;
  if (ref === undefined) return null;
  return (
    <section aria-label={`${letterOf(column)}: call`} className="min-w-0 bg-surface-1 px-3 py-2">
      {detail === null ? (
        <p className="text-text-3">{letterOf(column)}</p>
      ) : (
        <>
          <ColumnHead
            column={column}
            detail={detail}
            facts={held.get(refKey(ref))}
            target={ref}
            isBase={column === base}
            badge={mixed}
            onBase={() => onBase(column)}
            onRemove={() => onRemove(column)}
          />
          <details>
            <summary className="min-h-6 cursor-default text-text-3">Notes and scores</summary>
            <TurnReview detail={detail} index={null} />
          </details>
        </>
      )}
    </section>
  );
}

function CannotShow({ call, onRemove }: { call: ComparedCall; onRemove: () => void }) {
  const gone = call.problem?.code === 'not-found';
  return (
    <EmptyState
      title={gone ? 'One of these calls is not here any more' : 'One of these calls could not be read'}
      action={
        <>
          {gone ? null : <Button onClick={call.retry}>Try again</Button>}
          <Button onClick={onRemove}>Take it out</Button>
        </>
      }
    >
      {gone ? 'It was erased, or it belongs to the other workspace.' : call.problem?.message}
    </EmptyState>
  );
}
