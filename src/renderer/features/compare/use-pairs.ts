import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  type CallPair,
  countPairs,
  type PairCounts,
  type PairedTurns,
  pairCalls,
} from '#shared/logic/compare/call-rows.ts';
import { undoneWords } from '#shared/logic/notes/undone-words.ts';
import type { CallAlignment, PairState } from '#shared/model/compare.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import { client, orpc, type Problem, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import { takeBack } from '../review-work/send-changes.ts';
import type { ComparedCall } from './use-compared.ts';

/** Two calls turn by turn, and what can be decided about their pairs. */
export interface Pairs {
  /** Null while they are aligned. */
  readonly rows: readonly CallPair[] | null;
  readonly counts: PairCounts | null;
  readonly alignment: CallAlignment | null;
  readonly problem: Problem | null;
  readonly retry: () => void;
  decide(a: number, b: number, state: PairState): void;
  release(pairIds: readonly string[]): void;
  undo(): void;
  redo(): void;
}

/** Aligns two calls on the host. What was decided here is undone here; other work on the calls is not touched. */
export function usePairs(a: ComparedCall, b: ComparedCall): Pairs {
  const queries = useQueryClient();
  const input = { a: a.callId, b: b.callId };
  const { data, error, refetch } = useQuery({
    ...orpc.compare.align.queryOptions({ input }),
    enabled: a.detail !== null && b.detail !== null,
  });
  const [steps, setSteps] = useState({ done: 0, undone: 0 });
  const { detail: detailA, timing: timingA } = a;
  const { detail: detailB, timing: timingB } = b;
  const rows = useMemo(() => {
    if (data === undefined || detailA === null || detailB === null) return null;
    return pairCalls(data, turnsOf(detailA, timingA), turnsOf(detailB, timingB));
  }, [data, detailA, detailB, timingA, timingB]);
  const run = (work: Promise<unknown>, then: () => void) => {
    work
      .then(() => {
        then();
        return queries.invalidateQueries({ queryKey: orpc.compare.align.key() });
      })
      .catch((failure: unknown) => toast.error(problemOf(failure).message));
  };
  const decided = () => setSteps(({ done }) => ({ done: done + 1, undone: 0 }));
  const back = (which: 'undo' | 'redo') => {
    if ((which === 'undo' ? steps.done : steps.undone) === 0) {
      toast.info(which === 'undo' ? 'Nothing was pinned or broken here.' : 'Nothing was undone here.');
      return;
    }
    const by = which === 'undo' ? -1 : 1;
    const work = takeBack(queries, a.callId, which).then((done) => {
      if (done !== null) toast.info(undoneWords(done, which));
    });
    run(work, () => setSteps(({ done, undone }) => ({ done: done + by, undone: undone - by })));
  };
  return {
    rows,
    counts: useMemo(() => (rows === null ? null : countPairs(rows)), [rows]),
    alignment: data ?? null,
    problem: error ? problemOf(error) : null,
    retry: () => void refetch(),
    decide: (inA, inB, state) =>
      run(
        client.compare.decide({
          a: { callId: a.callId, index: inA },
          b: { callId: b.callId, index: inB },
          state,
        }),
        decided,
      ),
    release: (pairIds) => run(client.compare.release({ ...input, pairIds: [...pairIds] }), decided),
    undo: () => back('undo'),
    redo: () => back('redo'),
  };
}

function turnsOf(detail: CallDetail, timing: CallTiming | null): PairedTurns {
  return { turns: detail.turns, gaps: (timing?.turns ?? []).map(({ gap }) => gap) };
}
