import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, ClipboardList } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
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
import { IconButton } from '../../../ui/icon-button.tsx';
import { type ReviewWork, useItems, useReview } from '../../review-work/use-review.ts';
import { useShippedCards } from '../../scorecards/use-shipped.ts';
import { useSession } from '../session.ts';
import { OwnReview, type PastReview, PastReviews, usePastReviews } from './past-reviews.tsx';
import { ScoreForm } from './score-form.tsx';
import { askToScore, useNothingToScore } from './score-requests.ts';
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
  const versionId = current?.fields.versionId ?? task?.versionId ?? null;
  const version = useChosenVersion(cards, versionId, own?.version?.scorecardId ?? null);

  if (current === undefined && own !== undefined && task === null && again !== own.review.id) {
    return (
      <Submitted
        own={own}
        past={past}
        refusal={cards.published.length === 0 ? 'There is no published scorecard.' : readOnly}
        onAgain={() => {
          setAgain(own.review.id);
          askToScore();
        }}
      />
    );
  }
  if (readOnly !== null) {
    return (
      <NoForm past={past} title="Nothing can be scored here now">
        {readOnly}
      </NoForm>
    );
  }
  if (version.chosen === null && versionId !== null) {
    return (
      <NoForm past={past} title="The scorecard of this review is not here">
        Import it, and the review goes on where it was left.
      </NoForm>
    );
  }
  if (version.chosen === null) return <NoCards shared={shared} past={past} />;
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

/**
 * The version of the review in progress. Before there is one: the card chosen here, else that of the review which is made again, else
 * the card chosen last, else the first.
 */
function useChosenVersion(cards: Cards, versionId: string | null, again: string | null) {
  const [chosenId, choose] = useState<string | null>(null);
  const published = (id: string | null) => cards.published.find((card) => card.scorecardId === id);
  const offered =
    published(chosenId) ?? published(again) ?? published(readStored(lastCardKey)) ?? cards.published[0] ?? null;
  return {
    chosen: versionId === null ? offered : cards.find(versionId),
    choose: (id: string) => {
      choose(id);
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
      <IconButton
        label="Change this scorecard"
        icon={<ClipboardList />}
        onClick={() => navigate({ name: 'scorecards', id: chosen.scorecardId })}
      />
    </div>
  );
}

/** One's own submitted review, and how to make it again. */
function Submitted({
  own,
  past,
  refusal,
  onAgain,
}: {
  own: PastReview;
  past: readonly PastReview[];
  refusal: string | null;
  onAgain: () => void;
}) {
  const again = useRef<HTMLButtonElement>(null);
  useNothingToScore(again);
  return (
    <div className="flex flex-col">
      <OwnReview one={own} />
      <div className="flex px-3 py-2">
        <Button ref={again} disabledReason={refusal} onClick={onAgain}>
          Score again
        </Button>
      </div>
      <PastReviews past={past} />
    </div>
  );
}

function NoForm({
  past,
  title,
  children,
  action,
}: {
  past: readonly PastReview[];
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  const body = useRef<HTMLDivElement>(null);
  useNothingToScore(body);
  return (
    <div ref={body} tabIndex={-1} className="focus-visible:outline-none">
      <EmptyState icon={<ClipboardCheck />} title={title} {...(action === undefined ? {} : { action })}>
        {children}
      </EmptyState>
      <PastReviews past={past} />
    </div>
  );
}

function NoCards({ shared, past }: { shared: ReviewWork; past: readonly PastReview[] }) {
  const { add, lacking } = useShippedCards(shared);
  return (
    <NoForm
      past={past}
      title="No scorecard yet"
      action={
        <>
          <Button variant="primary" disabled={lacking === 0} onClick={() => void add()}>
            Add three to begin with
          </Button>
          <Button onClick={() => navigate({ name: 'scorecards', id: null })}>Make your own</Button>
        </>
      }
    >
      A scorecard says what is looked at in a call, and what it is worth. Earmark brings three to begin with; change
      them as you like.
    </NoForm>
  );
}
