import { useMemo } from 'react';
import { itemsOf, type ReadItem } from '#shared/logic/review/read-item.ts';
import { checkScorecard, type ScorecardProblem } from '#shared/logic/scorecard/check-scorecard.ts';
import { emptyCard } from '#shared/logic/scorecard/edit-card.ts';
import { compareVersions } from '#shared/logic/scorecard/published-cards.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';
import type { Scorecard } from '#shared/model/review/scorecard.ts';
import type { Change } from '../review-work/send-changes.ts';
import { type ReviewWork, useItems } from '../review-work/use-review.ts';

type Version = ReadItem<'scorecard-version'>;

/** One scorecard as the editor has it. */
export interface EditedCard {
  readonly item: ReadItem<'scorecard'>;
  /** Published versions, the newest first. */
  readonly published: readonly Version[];
  /** What is being changed; null while nothing differs from what is published. */
  readonly draft: Version | null;
  /** What is shown: the draft's definition, else the newest published one. */
  readonly card: Scorecard;
  readonly problems: readonly ScorecardProblem[];
  /** Changes the draft, and makes one where there is none. */
  edit(change: (card: Scorecard) => Scorecard): void;
  rename(fields: { name?: string; description?: string }): void;
  publish(): Promise<boolean>;
  discard(): void;
  retire(retired: boolean): void;
}

interface Versions {
  draft: Version | null;
  published: Version[];
}

function versionsOf(scorecardId: string, versions: readonly Version[]): Versions {
  const own = versions.filter(({ fields }) => fields.scorecardId === scorecardId).sort((a, b) => compareVersions(b, a));
  return {
    draft: own.find(({ fields }) => fields.publishedMs === null) ?? null,
    published: own.filter(({ fields }) => fields.publishedMs !== null),
  };
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

/** What makes or changes the draft of a scorecard, from the items as they are by then. */
function draftChange(
  items: Iterable<ReviewItem>,
  scorecardId: string,
  change: (card: Scorecard) => Scorecard,
): Change[] {
  const { draft, published } = versionsOf(scorecardId, itemsOf('scorecard-version', items));
  const before = draft?.fields.definition ?? published[0]?.fields.definition ?? emptyCard;
  const definition = change(before);
  if (JSON.stringify(definition) === JSON.stringify(before)) return [];
  if (draft !== null) return [{ kind: 'scorecard-version', itemId: draft.id, set: { definition: asJson(definition) } }];
  const number = (published[0]?.fields.number ?? 0) + 1;
  return [
    {
      kind: 'scorecard-version',
      itemId: crypto.randomUUID(),
      set: { scorecardId, number, definition: asJson(definition) },
    },
  ];
}

/** Follows one scorecard; null when there is none of this id. */
export function useScorecard(scorecardId: string, shared: ReviewWork): EditedCard | null {
  const items = useItems(shared, 'scorecard');
  const versions = useItems(shared, 'scorecard-version');
  const item = items.find(({ id }) => id === scorecardId);
  const { actions } = shared;
  return useMemo(() => {
    if (item === undefined) return null;
    const { draft, published } = versionsOf(scorecardId, versions);
    const card = draft?.fields.definition ?? published[0]?.fields.definition ?? emptyCard;
    return {
      item,
      published,
      draft,
      card,
      problems: checkScorecard(card),
      edit: (change) => void actions.apply((known) => draftChange(known.values(), scorecardId, change)),
      rename: (fields) => void actions.apply([{ kind: 'scorecard', itemId: scorecardId, set: fields }]),
      publish: async () => {
        if (draft === null) return false;
        const done = await actions.apply([
          { kind: 'scorecard-version', itemId: draft.id, set: { publishedMs: Date.now() } },
        ]);
        return done !== null;
      },
      discard: () => {
        if (draft === null) return;
        void actions.apply([{ kind: 'scorecard-version', itemId: draft.id, set: { deleted: true } }]);
      },
      retire: (retired) => void actions.apply([{ kind: 'scorecard', itemId: scorecardId, set: { retired } }]),
    };
  }, [item, versions, scorecardId, actions]);
}
