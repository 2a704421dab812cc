import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { itemsOf, type ReadItem } from '#shared/logic/review/read-item.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { type Problem, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import type { KnownWork } from './known-work.ts';
import { type Changes, fetchWork, sendChanges, type TakenBack, takeBack } from './send-changes.ts';

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
  undo(): Promise<TakenBack | null>;
  redo(): Promise<TakenBack | null>;
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
    return {
      apply: (changes) => said(sendChanges(queries, callId, changes)),
      undo: () => said(takeBack(queries, callId, 'undo')),
      redo: () => said(takeBack(queries, callId, 'redo')),
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
