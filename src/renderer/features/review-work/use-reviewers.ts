import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { reviewerName } from '../../lib/review-words.ts';
import { orpc } from '../../lib/rpc.ts';
import { useItems, useReview } from './use-review.ts';

/** Everybody who has reviewed in this workspace, and who sits here. */
export interface Reviewers {
  /** Null while it is being read. */
  me: { id: string; name: string | null } | null;
  /** By id. */
  names: ReadonlyMap<string, string>;
  nameOf(id: string | null): string;
}

export function useReviewers(): Reviewers {
  const work = useReview(null);
  const items = useItems(work, 'reviewer');
  const me = useQuery(orpc.reviewer.get.queryOptions()).data ?? null;
  return useMemo(() => {
    const names = new Map(
      items.flatMap(({ id, fields }) => (fields.name === null ? [] : [[id, fields.name] as const])),
    );
    return { me, names, nameOf: (id) => (id !== null && id === me?.id ? 'you' : reviewerName(id, names)) };
  }, [items, me]);
}
