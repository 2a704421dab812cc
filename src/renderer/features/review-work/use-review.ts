import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { undoneWords } from '#shared/logic/notes/undone-words.ts';
import { itemsOf, type ReadItem } from '#shared/logic/review/read-item.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { type Problem, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import type { KnownWork } from './known-work.ts';
import { type Changes, fetchWork, sendChanges, takeBack } from './send-changes.ts';

/** A call's review work (or with null the workspace's), and how to change it. */
export interface ReviewWork {
  /** Null while it is being read. */
  items: KnownWork['items'] | null;
  canUndo: boolean;
  canRedo: boolean;
  problem: Problem | null;
  actions: ReviewActions;
}

/** All are one command each: what one `apply` changes is undone together. A failure is said in a toast and answered with null. */
export interface ReviewActions {
  apply(changes: Changes): Promise<ReviewItem[] | null>;
  /**
   * Asks the host for the last step, whatever `canUndo` and `canRedo` say: a change may be on its way, and an answer may be older. Says
   * in a toast what was taken back, or that there was nothing.
   */
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/** Follows a call's review work; null = the workspace's tags, scorecards, packs, reviewers. */
export function useReview(callId: string | null): ReviewWork {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: reviewKeys.of(callId),
    queryFn: () => fetchWork(queries, callId),
    // Maps are kept apart by identity.
    structuralSharing: false,
  });
  const actions = useMemo<ReviewActions>(() => {
    const said = <T>(work: Promise<T>): Promise<T | null> =>
      work.catch((failure: unknown) => {
        toast.error(problemOf(failure).message);
        return null;
      });
    const back = async (which: 'undo' | 'redo') => {
      await said(takeBack(queries, callId, which).then((done) => toast.info(undoneWords(done, which))));
    };
    return {
      apply: (changes) => said(sendChanges(queries, callId, changes)),
      undo: () => back('undo'),
      redo: () => back('redo'),
    };
  }, [queries, callId]);
  return {
    items: data?.items ?? null,
    canUndo: data?.canUndo ?? false,
    canRedo: data?.canRedo ?? false,
    problem: error ? problemOf(error) : null,
    actions,
  };
}

const none: readonly never[] = [];

/** The items of one kind, typed, without the deleted ones; the same list while the items are the same. */
export function useItems<K extends ReviewKind>(work: ReviewWork, kind: K): readonly ReadItem<K>[] {
  const { items } = work;
  return useMemo(() => (items ? itemsOf(kind, items.values()) : none), [items, kind]);
}
