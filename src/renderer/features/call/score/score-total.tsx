import { neutraliseText } from '#shared/logic/plain-text.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import type { ReviewResult, SectionResult } from '#shared/logic/scorecard/score-review.ts';
import { formatPercent, noPercentWords } from '#shared/logic/scorecard/score-words.ts';
import type { Scorecard, Section } from '#shared/model/review/scorecard.ts';
import { Badge } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';

const labelOf = (card: Scorecard, id: string): string =>
  neutraliseText(criteriaOf(card).find((criterion) => criterion.id === id)?.label ?? id);

/** What the review comes to so far, and why. */
export function ReviewTotal({ card, result }: { card: Scorecard; result: ReviewResult }) {
  const { percent, passed, open, failedBy, noPercent } = result;
  // What is not answered yet may still turn it, unless the call has failed already.
  const isSettled = open === 0 || failedBy.length > 0;
  return (
    <div className="flex flex-col gap-0.5">
      <p className="flex items-baseline gap-2">
        <span
          data-score-total
          className={cx(
            'font-strong text-title tabular-nums',
            failedBy.length > 0 && 'text-bad',
            percent === null && 'text-text-3',
          )}
          title={noPercent === null ? undefined : noPercentWords[noPercent]}
        >
          {formatPercent(percent)}
        </span>
        {passed === null || !isSettled ? null : (
          <Badge tone={passed ? 'ok' : 'bad'}>{passed ? 'pass' : 'no pass'}</Badge>
        )}
        {card.passAt === null ? null : (
          <span className="text-meta text-text-3">pass mark {formatPercent(card.passAt)}</span>
        )}
        <span className="ml-auto text-meta text-text-3">{open === 0 ? 'all answered' : `so far, ${open} open`}</span>
      </p>
      {failedBy.map((id) => (
        <p key={id} className="text-bad">
          “{labelOf(card, id)}” fails the whole call.
        </p>
      ))}
      {noPercent === null ? null : <p className="text-text-3">{noPercentWords[noPercent]}</p>}
    </div>
  );
}

/** A section's name with its own percentage. */
export function SectionHead({ section, result }: { section: Section; result: SectionResult }) {
  const { percent, noPercent, failedBy } = result;
  const why = noPercent === null ? null : noPercentWords[noPercent];
  return (
    <h2 className="sticky top-0 z-10 flex items-baseline gap-2 border-line border-b bg-surface-1 px-3 pt-3 pb-1 font-strong">
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {neutraliseText(section.label)}
      </span>
      {failedBy.length === 0 ? null : <span className="font-normal text-bad text-meta">critical fail</span>}
      {section.weight === 0 ? (
        <span className="font-normal text-meta text-text-3">not scored</span>
      ) : (
        <span className={cx('font-normal tabular-nums', percent === null && 'text-text-3')} title={why ?? undefined}>
          {formatPercent(percent)}
          {why === null ? null : <span className="sr-only">{why}</span>}
        </span>
      )}
    </h2>
  );
}
