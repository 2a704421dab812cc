import { useMemo } from 'react';
import { readTags, type Tag, tagCodes, tagOfDigit, unknownTag } from '#shared/logic/notes/tags.ts';
import { type ReviewActions, useItems, useReview } from '../review-work/use-review.ts';

/** The workspace's tags. */
export interface Taxonomy {
  /** In order, retired ones included. */
  readonly tags: readonly Tag[];
  /** A tag by id; one that is not known here is shown as such. */
  find(id: string): Tag;
  /** Two letters that stand for a tag. */
  codeOf(id: string): string;
  ofDigit(digit: number): Tag | undefined;
  readonly loading: boolean;
  readonly actions: ReviewActions;
}

/** Follows the workspace's tags. */
export function useTaxonomy(): Taxonomy {
  const work = useReview(null);
  const items = useItems(work, 'tag');
  const loading = work.items === null && work.problem === null;
  const { actions } = work;
  return useMemo(() => {
    const tags = readTags(items);
    const byId = new Map(tags.map((tag) => [tag.id, tag]));
    const codes = tagCodes(tags);
    return {
      tags,
      find: (id) => byId.get(id) ?? unknownTag(id),
      codeOf: (id) => codes.get(id) ?? '?',
      ofDigit: (digit) => tagOfDigit(tags, digit),
      loading,
      actions,
    };
  }, [items, loading, actions]);
}
