import { useCallback, useMemo } from 'react';
import { useItems, useReview } from '../../review-work/use-review.ts';

/** The names of the reviewers of this workspace; one without a name by the beginning of the id. */
export function usePeople(): (id: string) => string {
  const items = useItems(useReview(null), 'reviewer');
  const names = useMemo(() => new Map(items.map(({ id, fields }) => [id, fields.name])), [items]);
  return useCallback((id) => names.get(id) ?? `Reviewer ${id.slice(0, 6)}`, [names]);
}
