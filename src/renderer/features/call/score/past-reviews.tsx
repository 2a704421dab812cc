import { useMemo } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { ReadItem } from '#shared/logic/review/read-item.ts';
import type { CardVersion } from '#shared/logic/scorecard/published-cards.ts';
import { type CriterionAnswer, differencesOf, readAnswers, valuesOf } from '#shared/logic/scorecard/read-review.ts';
import { type ReviewResult, scoreReview } from '#shared/logic/scorecard/score-review.ts';
import { answerWords, formatPercent } from '#shared/logic/scorecard/score-words.ts';
import { Badge } from '../../../ui/badge.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { ReviewTotal, SectionHead } from './score-total.tsx';
import type { Cards } from './use-cards.ts';

/** A submitted review with what it comes to. `version` null = its scorecard is not here. */
export interface PastReview {
  readonly review: ReadItem<'review'>;
  readonly who: string;
  readonly version: CardVersion | null;
  readonly answers: ReadonlyMap<string, CriterionAnswer>;
  readonly result: ReviewResult | null;
}

/** Reads submitted reviews, the newest first. */
export function usePastReviews(
  reviews: readonly ReadItem<'review'>[],
  scores: readonly ReadItem<'score'>[],
  cards: Cards,
  nameOf: (reviewerId: string) => string,
): PastReview[] {
  return useMemo(
    () =>
      reviews
        .toSorted((a, b) => (b.fields.submittedMs ?? 0) - (a.fields.submittedMs ?? 0))
        .map((review) => {
          const version = cards.find(review.fields.versionId);
          const answers =
            version === null ? new Map<string, CriterionAnswer>() : readAnswers(version.card, review.id, scores, null);
          return {
            review,
            who: nameOf(review.fields.reviewer ?? review.author),
            version,
            answers,
            result: version === null ? null : scoreReview(version.card, valuesOf(answers)),
          };
        }),
    [reviews, scores, cards, nameOf],
  );
}

const stateWords = {
  'in-progress': 'in progress',
  done: 'submitted',
  disputed: 'disputed',
  resolved: 'resolved',
} as const;

/** All submitted reviews of the call; each opens to its answers and to how it differs from the one it supersedes. */
export function PastReviews({ past }: { past: readonly PastReview[] }) {
  if (past.length === 0) return null;
  return (
    <section aria-labelledby="past-reviews" className="flex flex-col border-line border-t">
      <h2 id="past-reviews" className="px-3 pt-3 pb-1 font-strong">
        Reviews of this call
      </h2>
      <ul className="flex flex-col">
        {past.map((one) => (
          <li key={one.review.id} className="border-line border-b last:border-b-0">
            <details>
              <summary className="flex min-h-7 cursor-default flex-wrap items-baseline gap-x-2 px-3 py-1 hover:bg-surface-2">
                <span className="font-strong tabular-nums">{formatPercent(one.result?.percent ?? null)}</span>
                <span dir="auto" className="min-w-0 truncate">
                  {neutraliseText(one.who)}
                </span>
                <span className="ml-auto text-meta text-text-3">
                  {formatDateTime(one.review.fields.submittedMs, undefined, Date.now())}
                </span>
                <span className="w-full truncate text-meta text-text-3">
                  {one.version === null
                    ? 'its scorecard is not here'
                    : `${neutraliseText(one.version.name)} v${one.version.number}`}
                  {one.review.fields.state === 'done' ? '' : ` · ${stateWords[one.review.fields.state ?? 'done']}`}
                </span>
              </summary>
              <PastAnswers
                one={one}
                earlier={past.find(({ review }) => review.id === one.review.fields.replaces) ?? null}
              />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PastAnswers({ one, earlier }: { one: PastReview; earlier: PastReview | null }) {
  if (one.version === null) {
    return (
      <p className="px-3 pb-2 text-text-2">
        Import the scorecard this review was made with to see its criteria. Its scores are kept.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2 pb-2">
      {earlier === null ? null : <Differences one={one} earlier={earlier} />}
      <ReviewAnswers one={one} />
    </div>
  );
}

/** What a re-score changed against the review it supersedes; both stay. */
function Differences({ one, earlier }: { one: PastReview; earlier: PastReview }) {
  if (one.version === null) return null;
  const { card } = one.version;
  const differences = differencesOf(card, earlier.answers, one.answers);
  const criteria = new Map(card.sections.flatMap((section) => section.criteria.map((c) => [c.id, c] as const)));
  return (
    <div className="flex flex-col gap-1 px-3">
      <p className="text-text-2">
        Supersedes the review of {formatDateTime(earlier.review.fields.submittedMs, undefined, Date.now())}:{' '}
        {formatPercent(earlier.result?.percent ?? null)} became {formatPercent(one.result?.percent ?? null)}.{' '}
        {differences.length === 0 ? 'No answer differs.' : null}
      </p>
      <ul className="flex list-disc flex-col gap-0.5 pl-4">
        {differences.map(({ criterionId, before, after }) => {
          const criterion = criteria.get(criterionId);
          if (criterion === undefined) return null;
          return (
            <li key={criterionId}>
              {neutraliseText(criterion.label)}:{' '}
              <span className="text-text-3">{neutraliseText(answerWords(criterion, before))}</span> →{' '}
              <span className="font-strong">{neutraliseText(answerWords(criterion, after))}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Every answer of a submitted review, as it was given. */
export function ReviewAnswers({ one }: { one: PastReview }) {
  const { version, result, answers } = one;
  if (version === null || result === null) return null;
  return (
    <div>
      {version.card.sections.map((section, at) => {
        const sectionResult = result.sections[at];
        const shown = section.criteria.filter((_, place) => sectionResult?.criteria[place]?.why !== 'not-asked');
        if (sectionResult === undefined || shown.length === 0) return null;
        return (
          <div key={section.id}>
            <SectionHead section={section} result={sectionResult} />
            <ul>
              {shown.map((criterion) => {
                const answer = answers.get(criterion.id);
                const own = sectionResult.criteria.find(({ id }) => id === criterion.id);
                return (
                  <li key={criterion.id} className="flex flex-col gap-1 px-3 py-1">
                    <p className="flex items-baseline gap-2">
                      <span dir="auto" className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                        {neutraliseText(criterion.label)}
                      </span>
                      <span className={own?.fails === true ? 'text-bad' : 'text-text-1'}>
                        {neutraliseText(answerWords(criterion, answer?.value ?? null))}
                      </span>
                    </p>
                    {answer?.auto?.answer === null || answer?.auto === undefined || answer.auto === null ? null : (
                      <p className="text-meta text-text-3">
                        {answer.overridden
                          ? `The data said ${answer.auto.answer ? 'yes' : 'no'}: ${answer.auto.says} Overridden: ${neutraliseText(answer.overrideReason)}`
                          : `From the data: ${answer.auto.says}`}
                      </p>
                    )}
                    {answer === undefined || answer.comment === '' ? null : (
                      <p dir="auto" className="whitespace-pre-line text-text-2 [overflow-wrap:anywhere]">
                        {neutraliseText(answer.comment)}
                      </p>
                    )}
                    <EvidenceList anchors={answer?.evidence ?? []} />
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

/** The latest of the reader's own submitted reviews, in full. */
export function OwnReview({ one }: { one: PastReview }) {
  if (one.version === null || one.result === null) return null;
  return (
    <>
      <div className="border-line border-b px-3 py-2">
        <p className="flex items-baseline gap-2 text-text-2">
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {neutraliseText(one.version.name)} v{one.version.number}
          </span>
          <Badge tone="ok">submitted</Badge>
        </p>
        <ReviewTotal card={one.version.card} result={one.result} />
      </div>
      <ReviewAnswers one={one} />
    </>
  );
}
