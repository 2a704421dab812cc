import type { Scorecard } from '../../model/review/scorecard.ts';
import type { ReadItem } from '../review/read-item.ts';

/** A version of a scorecard that can be reviewed with. */
export interface CardVersion {
  readonly scorecardId: string;
  readonly versionId: string;
  readonly name: string;
  readonly number: number;
  readonly card: Scorecard;
}

/** A version as it is, published or not; null for one that has no definition. */
export function readVersion(
  version: ReadItem<'scorecard-version'>,
  cards: readonly ReadItem<'scorecard'>[],
): CardVersion | null {
  const { scorecardId, definition, number } = version.fields;
  if (definition === null || scorecardId === null) return null;
  const name = cards.find(({ id }) => id === scorecardId)?.fields.name ?? 'Scorecard without a name';
  return { scorecardId, versionId: version.id, name, number: number ?? 0, card: definition };
}

/** The newest published version of every scorecard that is in use, in the order in which the scorecards were made. */
export function publishedCards(
  cards: readonly ReadItem<'scorecard'>[],
  versions: readonly ReadItem<'scorecard-version'>[],
): CardVersion[] {
  return cards
    .toSorted((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1))
    .flatMap((card) => {
      if (card.fields.retired === true) return [];
      const published = versions
        .filter(({ fields }) => fields.scorecardId === card.id && fields.publishedMs !== null)
        .sort((a, b) => compareVersions(b, a));
      const newest = published[0];
      const read = newest === undefined ? null : readVersion(newest, cards);
      return read === null ? [] : [read];
    });
}

/** By number; two seats may have published the same number, then by time. */
export function compareVersions(a: ReadItem<'scorecard-version'>, b: ReadItem<'scorecard-version'>): number {
  return (
    (a.fields.number ?? 0) - (b.fields.number ?? 0) ||
    (a.fields.publishedMs ?? Number.POSITIVE_INFINITY) - (b.fields.publishedMs ?? Number.POSITIVE_INFINITY) ||
    (a.id < b.id ? -1 : 1)
  );
}
