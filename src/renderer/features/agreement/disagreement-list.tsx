import { useMemo, useState } from 'react';
import { formatClock, formatCount } from '#shared/logic/format.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import type { CalibrationReport, Disagreement } from '#shared/model/review/agreement.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { Criterion, Scorecard } from '#shared/model/review/scorecard.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import type { Names } from './names.ts';
import { disagreementLines, wordsOf } from './report-csv.ts';
import { Section } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { anchorMs, anchorWords, formatFigure } from './words.ts';

const STEP = 20;

interface Shared {
  names: Names;
  nameCall: (callId: string) => string;
  criteria: ReadonlyMap<string, Criterion>;
}

/** Where reviewers answered differently, with what each said; links open the call at the evidence. */
export function DisagreementList({
  report,
  card,
  names,
  nameCall,
}: {
  report: CalibrationReport;
  card: Scorecard;
  names: Names;
  nameCall: (callId: string) => string;
}) {
  const [criterionId, setCriterionId] = useState('');
  const [limit, setLimit] = useState(STEP);
  const criteria = useMemo(() => new Map(criteriaOf(card).map((criterion) => [criterion.id, criterion])), [card]);
  const { disagreements, differing } = report;
  const wanted = disagreements.filter((one) => criterionId === '' || one.criterionId === criterionId);
  const choices = report.criteria.filter(({ criterionId: id }) => disagreements.some((one) => one.criterionId === id));
  return (
    <Section
      title="Where they differ"
      lines={() => disagreementLines(disagreements, names, criteria)}
      controls={
        choices.length < 2 ? undefined : (
          <Select
            aria-label="Criterion"
            className="max-w-64"
            value={criterionId}
            onChange={({ target }) => {
              setCriterionId(target.value);
              setLimit(STEP);
            }}
          >
            <option value="">All criteria</option>
            {choices.map(({ criterionId: id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        )
      }
    >
      {differing === 0 ? (
        <p className="text-text-2">No call was answered differently.</p>
      ) : (
        <p className="text-text-2">
          The largest first, by <AgreementTerm of="distance">how far apart</AgreementTerm> the answers are.
          {differing > disagreements.length
            ? ` The first ${formatCount(disagreements.length)} of ${formatCount(differing)}.`
            : ''}
        </p>
      )}
      <ul className="flex flex-col">
        {wanted.slice(0, limit).map((one) => (
          <Entry key={`${one.callId} ${one.criterionId}`} one={one} shared={{ names, nameCall, criteria }} />
        ))}
      </ul>
      {wanted.length <= limit ? null : (
        <Button size="sm" className="self-start" onClick={() => setLimit(limit + 5 * STEP)}>
          Show more ({formatCount(wanted.length - limit)})
        </Button>
      )}
    </Section>
  );
}

function Entry({ one, shared }: { one: Disagreement; shared: Shared }) {
  const { callId, criterionId, label, distance, critical, answers } = one;
  return (
    <li className="border-line border-b py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="w-11 text-right font-strong">{formatFigure(distance, 'share')}</span>
        <strong className="font-strong [overflow-wrap:anywhere]">{label}</strong>
        {critical ? <Badge tone="bad">critical</Badge> : null}
        <a href={hrefOf(callRoute(callId))} className="rounded-sm text-accent underline">
          {shared.nameCall(callId)}
        </a>
      </p>
      <dl className="mt-1 grid grid-cols-[9rem_14rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 pl-13">
        {answers.map(({ reviewer, reviewId, value, comment, evidence }) => (
          <div key={reviewId} className="contents">
            <dt className="truncate text-text-2">{shared.names.reviewer(reviewer)}</dt>
            <dd className="font-strong [overflow-wrap:anywhere]">{wordsOf(shared.criteria, criterionId, value)}</dd>
            <dd className="min-w-0">
              {comment === null || comment.trim() === '' ? (
                <span className="text-text-3">no comment</span>
              ) : (
                <span dir="auto" className="line-clamp-3 max-w-[80ch] whitespace-pre-line [overflow-wrap:anywhere]">
                  {comment}
                </span>
              )}
              <Evidence callId={callId} anchors={evidence} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Evidence({ callId, anchors }: { callId: string; anchors: readonly Anchor[] }) {
  if (anchors.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-3">
      {anchors.map((anchor, i) => {
        const atMs = anchorMs(anchor);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence is a list without ids, and is not reordered here
          <a key={i} href={hrefOf(callRoute(callId, atMs))} className="rounded-sm text-accent underline">
            {anchorWords(anchor)}
            {atMs === null ? null : ` at ${formatClock(atMs)}`}
          </a>
        );
      })}
    </span>
  );
}
