import { useQuery } from '@tanstack/react-query';
import { CopyX, MessagesSquare, TriangleAlert } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { formatClock, formatCount, formatLatency } from '#shared/logic/format.ts';
import { findLatencyTurn } from '#shared/logic/transcript.ts';
import { SHOWN_CHARS, type TurnsLikeAnswer } from '#shared/model/families.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { useListQuestion } from '../../../lib/list-state.ts';
import { orpc, problemOf } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../../ui/feedback.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Term } from '../../call/pane/term.tsx';
import { useCurrentTurn, useSession } from '../../call/session.ts';
import { indexWords } from '../family-words.ts';
import { type AskedTurn, Words } from '../found-turn.tsx';
import { type ChosenVersion, GapKey, VersionTable } from '../version-table.tsx';
import { AlikeList } from './alike-list.tsx';

/** How the reader narrows turns alike down; it stays from turn to turn. */
interface Narrowing {
  sameAgent: boolean;
  withRecording: boolean;
  listFilter: boolean;
}

/** The same moment in other calls: turns like the agent turn the reader is at. */
export function AlikePane() {
  const { turns, detail } = useSession();
  const position = findLatencyTurn(turns, useDeferredValue(useCurrentTurn()));
  const turn = position === undefined ? undefined : turns[position];
  const [narrowing, setNarrowing] = useState<Narrowing>({ sameAgent: true, withRecording: false, listFilter: false });
  if (position === undefined || turn === undefined) {
    return (
      <EmptyState icon={<MessagesSquare />} title="No agent turn">
        Turns are looked up by what an agent says, and this call has no agent turn.
      </EmptyState>
    );
  }
  return (
    <AlikeTo
      key={`${detail.row.id} ${turn.index}`}
      position={position}
      index={detail.turns[position]?.index ?? position}
      narrowing={narrowing}
      onNarrow={setNarrowing}
    />
  );
}

function AlikeTo({
  position,
  index,
  narrowing,
  onNarrow,
}: {
  position: number;
  index: number;
  narrowing: Narrowing;
  onNarrow: (narrowing: Narrowing) => void;
}) {
  const { detail, turns, timing } = useSession();
  const [chosen, setChosen] = useState<ChosenVersion | null>(null);
  const turn = turns[position];
  const callId = detail.row.id;
  const list = useListQuestion().filter;
  const filter = useMemo(
    (): CallFilter => ({
      ...(narrowing.listFilter ? list : {}),
      ...(narrowing.withRecording ? { recordingStates: ['ready'] } : {}),
    }),
    [list, narrowing],
  );
  const { sameAgent } = narrowing;
  const overview = useQuery({
    ...orpc.turns.like.queryOptions({ input: { callId, index, filter, sameAgent, offset: 0, limit: 1 } }),
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data !== undefined && isUnfinished(state.data) ? 3000 : false),
  });
  const words = turn?.content ?? '';
  const measuredMs = timing?.turns[position]?.gap?.ms ?? null;
  const reportedMs = turn?.latency?.total_perceived_ms ?? null;
  const asked = useMemo(
    (): AskedTurn => ({ text: words.slice(0, SHOWN_CHARS), reportedMs, measuredMs }),
    [words, reportedMs, measuredMs],
  );
  const question = useMemo(
    () => ({
      callId,
      index,
      sameAgent,
      filter: chosen === null ? filter : { ...filter, agents: [{ agent: chosen.agent, version: chosen.version }] },
    }),
    [callId, index, sameAgent, filter, chosen],
  );
  const { data, error } = overview;
  const set = (part: Partial<Narrowing>) => {
    setChosen(null);
    onNarrow({ ...narrowing, ...part });
  };
  const several = new Set(data?.versions.map(({ agent }) => agent)).size > 1;
  const head = (
    <div className="flex shrink-0 flex-col gap-2 border-line border-b p-3">
      <h2 className="flex items-baseline justify-between gap-2 font-strong">
        Turns like this
        <span className="font-normal text-text-3">
          Turn {position + 1} · {formatClock(turn?.startMs ?? null)}
        </span>
      </h2>
      <Words text={asked.text} speaker="A" className="line-clamp-2" />
      <p className="pl-5 text-meta text-text-3 tabular-nums">
        reported {formatLatency(reportedMs)} · measured {formatLatency(measuredMs)}
      </p>
      <p className="text-meta text-text-3">
        <Term of="likeness">Alike</Term> is what says the same in nearly the same words, whatever the names, numbers and
        dates in it.
      </p>
      <fieldset className="flex flex-wrap gap-x-2">
        <legend className="sr-only">Which turns</legend>
        <Checkbox
          label="Same agent"
          checked={sameAgent}
          onChange={({ target }) => set({ sameAgent: target.checked })}
        />
        <Checkbox
          label="Recording here"
          checked={narrowing.withRecording}
          onChange={({ target }) => set({ withRecording: target.checked })}
        />
        <Checkbox
          label="Only calls of the list’s filter"
          checked={narrowing.listFilter}
          onChange={({ target }) => set({ listFilter: target.checked })}
        />
      </fieldset>
      {data === undefined ? (
        error === null ? (
          <Skeleton className="h-24" />
        ) : null
      ) : (
        <>
          <p role="status">
            {data.total === 0 ? null : (
              <>
                {formatCount(data.total)} {data.total === 1 ? 'turn' : 'turns'} in {countCalls(data)}
              </>
            )}
            {indexWords(data.index) === null ? null : (
              <span className="block text-text-3">{indexWords(data.index)}</span>
            )}
          </p>
          {data.versions.length === 0 ? null : (
            <>
              <VersionTable
                label="Turns alike by version"
                versions={data.versions}
                chosen={chosen}
                onChoose={setChosen}
                withAgent={several}
              />
              {data.versions.some(({ reported, measured }) => reported.n + measured.n > 0) ? (
                <GapKey of={data.versions} />
              ) : null}
            </>
          )}
        </>
      )}
    </div>
  );
  if (error === null && (data === undefined || data.total > 0)) {
    return (
      <div className="flex h-full flex-col">
        <AlikeList question={question} asked={asked} head={head} />
      </div>
    );
  }
  return (
    <div className="flex h-full flex-col overflow-auto">
      {head}
      {error !== null ? (
        <EmptyState
          icon={<TriangleAlert />}
          title="Turns could not be looked up"
          action={<Button onClick={() => void overview.refetch()}>Try again</Button>}
        >
          {problemOf(error).message}
        </EmptyState>
      ) : data === undefined ? null : (
        <NoneAlike
          answer={data}
          narrowed={sameAgent || narrowing.withRecording || narrowing.listFilter}
          onWiden={() => set({ sameAgent: false, withRecording: false, listFilter: false })}
        />
      )}
    </div>
  );
}

const isUnfinished = ({ index }: Pick<TurnsLikeAnswer, 'index'>): boolean => index.indexed < index.total;

function countCalls({ versions }: TurnsLikeAnswer): string {
  const calls = versions.reduce((sum, version) => sum + version.calls, 0);
  return calls === 1 ? 'one call' : `${formatCount(calls)} calls`;
}

const whyWords: Record<NonNullable<TurnsLikeAnswer['why']>, { title: string; text: ReactNode }> = {
  'not-here': {
    title: 'This turn is not here any more',
    text: 'Its call was erased or its transcript has changed. Go back to the list and open the call again.',
  },
  'not-agent': {
    title: 'Not an agent’s turn',
    text: 'Only what agents say is looked up in other calls. Choose one of their turns.',
  },
  'no-words': {
    title: 'Nothing to compare',
    text: 'Without names and numbers this turn has no words that could be found elsewhere.',
  },
};

function NoneAlike({ answer, narrowed, onWiden }: { answer: TurnsLikeAnswer; narrowed: boolean; onWiden: () => void }) {
  const { title, text } =
    answer.why === null
      ? {
          title: 'No turn like this',
          text: isUnfinished(answer)
            ? 'None so far. Turns are still being read in; what is found appears here.'
            : narrowed
              ? 'No other turn of these calls says this.'
              : 'No other turn in this workspace says this.',
        }
      : whyWords[answer.why];
  return (
    <EmptyState
      icon={<CopyX />}
      title={title}
      action={answer.why === null && narrowed ? <Button onClick={onWiden}>Look in all calls</Button> : undefined}
    >
      {text}
    </EmptyState>
  );
}
