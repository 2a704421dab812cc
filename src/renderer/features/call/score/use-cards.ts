import { useMemo } from 'react';
import type { ReadItem } from '#shared/logic/review/read-item.ts';
import { type CardVersion, publishedCards, readVersion } from '#shared/logic/scorecard/published-cards.ts';
import { type ReviewWork, useItems } from '../../review-work/use-review.ts';

/** The workspace's scorecards as a reviewer needs them. */
export interface Cards {
  /** What a new review can be made with. */
  readonly published: readonly CardVersion[];
  /** A version by its id, also an old or retired one; null for one that is not here. */
  find(versionId: string | null): CardVersion | null;
}

export function useCards(shared: ReviewWork): Cards {
  const cards = useItems(shared, 'scorecard');
  const versions = useItems(shared, 'scorecard-version');
  return useMemo(() => {
    const byId = new Map<string, ReadItem<'scorecard-version'>>(versions.map((version) => [version.id, version]));
    return {
      published: publishedCards(cards, versions),
      find: (versionId) => {
        const version = versionId === null ? undefined : byId.get(versionId);
        return version === undefined ? null : readVersion(version, cards);
      },
    };
  }, [cards, versions]);
}
