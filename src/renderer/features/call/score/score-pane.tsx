import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { isHidden, openPackTask } from '#shared/logic/scorecard/hidden-reviews.ts';
import type { CardVersion } from '#shared/logic/scorecard/published-cards.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { readStored, writeStored } from '../../../lib/pane-size.ts';
import { navigate } from '../../../lib/router.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../../ui/feedback.tsx';
import { Select } from '../../../ui/field.tsx';
import { type ReviewWork, useItems, useReview } from '../../review-work/use-review.ts';
import { useShippedCards } from '../../scorecards/use-shipped.ts';
import { useSession } from '../session.ts';
import { OwnReview, PastReviews, usePastReviews } from './past-reviews.tsx';
import { ScoreForm } from './score-form.tsx';
import { type Cards, useCards } from './use-cards.ts';

const lastCardKey = 'earmark.score.card';

/** Scoring the open call: the review in progress, or the submitted one, and what others made of it. */
export function ScorePane() {
  const { detail } = useSession();
  const work = useReview(detail.row.id);
  const shared = useReview(null);
  const me = useQuery(orpc.reviewer.get.queryOptions()).data;
  const problem = work.problem ?? shared.problem;
  if (problem !== null) {
    return <EmptyState title="The review work could not be read">{problem.message}</EmptyState>;
  }
  if (work.items === null || shared.items === null || me === undefined) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="h-6 w-24" />
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    );
  }
  return <ScoreCall me={me.id} work={work} shared={shared} />;
}

function ScoreCall({ me, work, shared }: { me: string; work: ReviewWork; shared: ReviewWork }) {
  const cards = useCards(shared);
  const readOnly = useReadOnlyReason();
  const reviews = useItems(work, 'review');
  const scores = useItems(work, 'score');
  const packs = useItems(shared, 'pack');
  const reviewers = useItems(shared, 'reviewer');
  const assignments = useItems(work, 'assignment');
  const [again, setAgain] = useState<string | null>(null);
  const [freshId] = useState(() => crypto.randomUUID());
  const nameOf = useCallback(
    (id: string) =>
      reviewers.find((reviewer) => reviewer.id === id)?.fields.name ?? (id === me ? 'You' : 'Reviewer without a name'),
    [reviewers, me],
  );
  const submitted = useMemo(
    () => reviews.filter((review) => review.fields.submittedMs !== null && !isHidden(review, me, reviews, packs)),
    [reviews, me, packs],
  );
  const past = usePastReviews(submitted, scores, cards, nameOf);
  const isMine = ({ fields, author }: (typeof reviews)[number]) => (fields.reviewer ?? author) === me;
  const current = reviews
    .filter((review) => isMine(review) && review.fields.submittedMs === null)
    .sort((a, b) => b.createdMs - a.createdMs)[0];
  const own = past.find(({ review }) => isMine(review));
  const task = openPackTask(me, assignments, reviews, packs);
  const version = useChosenVersion(cards, current?.fields.versionId ?? task?.versionId ?? null);

  if (current === undefined && own !== undefined && task === null && again !== own.review.id) {
    return (
      <div className="flex flex-col">
        <OwnReview one={own} />
        <div className="flex px-3 py-2">
          <Button
            disabledReason={cards.published.length === 0 ? 'There is no published scorecard.' : readOnly}
            onClick={() => setAgain(own.review.id)}
          >
            Score again
          </Button>
        </div>
        <PastReviews past={past} />
      </div>
    );
  }
  if (readOnly !== null) {
    return (
      <>
        <EmptyState icon={<ClipboardCheck />} title="Nothing can be scored here now">
          {readOnly}
        </EmptyState>
        <PastReviews past={past} />
      </>
    );
  }
  if (version.chosen === null) {
    const lost = current !== undefined || task !== null;
    return (
      <>
        {lost ? (
          <EmptyState icon={<ClipboardCheck />} title="The scorecard of this review is not here">
            Import it, and the review goes on where it was left.
          </EmptyState>
        ) : (
          <NoCards shared={shared} />
        )}
        <PastReviews past={past} />
      </>
    );
  }
  const target = {
    reviewId: current?.id ?? (own === undefined ? freshId : `${freshId}-${past.length}`),
    reviewer: me,
    versionId: version.chosen.versionId,
    // A review for a pack stands for itself.
    replaces: current !== undefined ? current.fields.replaces : task === null ? (own?.review.id ?? null) : null,
    packId: current !== undefined ? current.fields.packId : (task?.packId ?? null),
    repeatOf: current !== undefined ? current.fields.repeatOf : (task?.repeatOf ?? null),
  };
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="min-h-0 flex-1">
        <ScoreForm
          key={target.reviewId}
          version={version.chosen}
          target={target}
          work={work}
          head={
            <CardChoice
              cards={cards}
              chosen={version.chosen}
              fixed={(current !== undefined && current.fields.versionId !== null) || task !== null}
              onChoose={version.choose}
              extra={
                current === undefined && own !== undefined && task === null ? (
                  <Button size="sm" variant="ghost" onClick={() => setAgain(null)}>
                    Not again
                  </Button>
                ) : null
              }
            />
          }
        />
      </div>
      {past.length === 0 ? null : (
        <div className="max-h-[40%] shrink-0 overflow-y-auto">
          <PastReviews past={past} />
        </div>
      )}
    </div>
  );
}

/** The version of the review in progress; before there is one, the card chosen last, else the first. */
function useChosenVersion(cards: Cards, versionId: string | null) {
  const [scorecardId, setScorecardId] = useState(() => readStored(lastCardKey));
  const offered = cards.published.find((card) => card.scorecardId === scorecardId) ?? cards.published[0] ?? null;
  return {
    chosen: versionId === null ? offered : cards.find(versionId),
    choose: (id: string) => {
      setScorecardId(id);
      writeStored(lastCardKey, id);
    },
  };
}

function CardChoice({
  cards,
  chosen,
  fixed,
  onChoose,
  extra,
}: {
  cards: Cards;
  chosen: CardVersion;
  /** Answers were given: the card stays. */
  fixed: boolean;
  onChoose: (scorecardId: string) => void;
  extra: ReactNode;
}) {
  const name = (card: CardVersion) => `${neutraliseText(card.name)} v${card.number}`;
  return (
    <div className="flex min-w-0 items-center gap-2">
      {fixed || cards.published.length < 2 ? (
        <span dir="auto" className="min-w-0 flex-1 truncate text-text-2">
          {name(chosen)}
        </span>
      ) : (
        <Select
          aria-label="Scorecard"
          className="min-w-0 flex-1"
          value={chosen.scorecardId}
          onChange={(event) => onChoose(event.target.value)}
        >
          {cards.published.map((card) => (
            <option key={card.scorecardId} value={card.scorecardId}>
              {name(card)}
            </option>
          ))}
        </Select>
      )}
      {extra}
    </div>
  );
}

function NoCards({ shared }: { shared: ReviewWork }) {
  const { add, pending } = useShippedCards(shared);
  return (
    <EmptyState
      icon={<ClipboardCheck />}
      title="No scorecard yet"
      action={
        <>
          <Button variant="primary" disabled={pending} onClick={() => void add()}>
            Add three good ones
          </Button>
          <Button onClick={() => navigate({ name: 'scorecards', id: null })}>Make your own</Button>
        </>
      }
    >
      A scorecard says what is looked at in a call, and what it is worth. Earmark brings three to begin with; change
      them as you like.
    </EmptyState>
  );
}
