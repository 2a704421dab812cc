import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { orpc } from '../../../lib/rpc.ts';
import { useItems, useReview } from '../../review-work/use-review.ts';

/** The names of the reviewers of this workspace; without one, whoever sits here is "You", others are known by their id. */
export function usePeople(): (id: string) => string {
  const items = useItems(useReview(null), 'reviewer');
  const names = useMemo(() => new Map(items.map(({ id, fields }) => [id, fields.name])), [items]);
  const me = useQuery(orpc.reviewer.get.queryOptions()).data?.id;
  return useCallback((id) => names.get(id) ?? (id === me ? 'You' : `Reviewer ${id.slice(0, 6)}`), [names, me]);
}
