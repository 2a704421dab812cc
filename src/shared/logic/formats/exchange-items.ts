import type { Anchor } from '../../model/review/anchor.ts';
import type { ReviewItem } from '../../model/review/event.ts';
import type {
  ExchangeAnnotation,
  ExchangeCorrection,
  ExchangeReview,
  ExchangeScore,
} from '../../model/review/exchange.ts';
import { itemsOf, type ReadItem } from '../review/read-item.ts';
import type { AnchorPlace } from './anchor-place.ts';

/** What a workspace's items say about the names in a call's items. */
export interface ExchangeNames {
  reviewer(id: string): string;
  tag(id: string): string;
  version(id: string): VersionNames | null;
}

interface VersionNames {
  readonly scorecard: string | null;
  readonly number: number | null;
  /** By the criterion's id. */
  readonly criteria: ReadonlyMap<string, { readonly section: string; readonly criterion: string }>;
}

/** Reads the workspace's tags, reviewers, and scorecards once for any number of calls. */
export function exchangeNames(items: readonly ReviewItem[]): ExchangeNames {
  const byId = (kind: 'reviewer' | 'tag' | 'scorecard') =>
    new Map(itemsOf(kind, items).map(({ id, fields }) => [id, fields.name]));
  const reviewers = byId('reviewer');
  const tags = byId('tag');
  const scorecards = byId('scorecard');
  const versions = new Map(itemsOf('scorecard-version', items).map((item) => [item.id, item.fields]));
  const known = new Map<string, VersionNames | null>();
  const version = (id: string): VersionNames | null => {
    const fields = versions.get(id);
    if (fields === undefined) return null;
    const sections = fields.definition?.sections ?? [];
    return {
      scorecard: fields.scorecardId === null ? null : (scorecards.get(fields.scorecardId) ?? null),
      number: fields.number,
      criteria: new Map(
        sections.flatMap((section) =>
          section.criteria.map((one) => [one.id, { section: section.label, criterion: one.label }] as const),
        ),
      ),
    };
  };
  return {
    reviewer: (id) => reviewers.get(id) ?? id,
    tag: (id) => tags.get(id) ?? id,
    version: (id) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const read = version(id);
      known.set(id, read);
      return read;
    },
  };
}

export interface ExchangeItems {
  readonly annotations: readonly ExchangeAnnotation[];
  readonly corrections: readonly ExchangeCorrection[];
  readonly reviews: readonly ExchangeReview[];
  readonly scores: readonly ExchangeScore[];
}

/** A call's review work as it is written out, in the order in which it was made. `place` says where anchors are heard, in order. */
export function exchangeItems(
  items: readonly ReviewItem[],
  names: ExchangeNames,
  place: (anchors: readonly Anchor[]) => readonly AnchorPlace[],
): ExchangeItems {
  const annotations = inOrder(itemsOf('annotation', items));
  const corrections = inOrder(itemsOf('correction', items));
  const anchored = [...annotations, ...corrections].flatMap(({ fields: { anchor } }) => anchor ?? []);
  const places = new Map(place(anchored).map((one, at) => [anchored[at], one]));
  const placeOf = (anchor: Anchor | null): AnchorPlace =>
    (anchor === null ? undefined : places.get(anchor)) ?? { at: null, turn: null, placement: 'lost' };
  const authored = ({
    id,
    author,
    createdMs,
    updatedMs,
  }: ReadItem<'annotation' | 'correction' | 'review' | 'score'>) => ({
    id,
    author,
    authorName: names.reviewer(author),
    createdMs,
    updatedMs,
  });
  const reviews = itemsOf('review', items);
  const versionOf = new Map(
    reviews.map(({ id, fields }) => [id, fields.versionId === null ? null : names.version(fields.versionId)]),
  );
  return {
    annotations: annotations.map((item) => ({
      ...authored(item),
      fields: item.fields,
      tagNames: (item.fields.tags ?? []).map(names.tag),
      ...placeOf(item.fields.anchor),
    })),
    corrections: corrections.map((item) => ({
      ...authored(item),
      fields: item.fields,
      turn: placeOf(item.fields.anchor).turn,
    })),
    reviews: inOrder(reviews).map((item) => reviewOf(item, authored(item), names)),
    scores: inOrder(itemsOf('score', items)).flatMap((item): ExchangeScore[] => {
      const { reviewId, criterionId, value, comment, overrideReason, evidence } = item.fields;
      const version = reviewId === null ? undefined : versionOf.get(reviewId);
      if (reviewId === null || criterionId === null || version === undefined) return [];
      const { section = null, criterion = null } = version?.criteria.get(criterionId) ?? {};
      return [
        {
          ...authored(item),
          reviewId,
          criterionId,
          section,
          criterion,
          value,
          comment,
          overrideReason,
          evidence: evidence ?? [],
        },
      ];
    }),
  };
}

function reviewOf(
  { fields }: ReadItem<'review'>,
  authored: Pick<ExchangeReview, 'id' | 'author' | 'authorName' | 'createdMs' | 'updatedMs'>,
  names: ExchangeNames,
): ExchangeReview {
  const version = fields.versionId === null ? null : names.version(fields.versionId);
  const { reviewer, state, note, coaching, startedMs, submittedMs, spentMs, replaces, packId } = fields;
  return {
    ...authored,
    reviewer,
    reviewerName: reviewer === null ? null : names.reviewer(reviewer),
    scorecard: version?.scorecard ?? null,
    version: version?.number ?? null,
    state,
    note,
    coaching,
    startedMs,
    submittedMs,
    spentMs,
    replaces,
    packId,
  };
}

function inOrder<T extends { readonly createdMs: number; readonly id: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
}
