import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CalibrationAnswer, CalibrationQuestion } from '#shared/model/review/agreement.ts';
import { useKeys } from '../../lib/keys.ts';
import { type AgreementSource, navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { EmptyState, LiveRegion, Skeleton } from '../../ui/feedback.tsx';
import { CallScores } from './call-table.tsx';
import { CriteriaTable } from './criteria-table.tsx';
import { DisagreementList } from './disagreement-list.tsx';
import { DriftSection } from './drift-section.tsx';
import { callNamer, type Names, useNames } from './names.ts';
import { ReviewerTable } from './reviewer-table.tsx';
import { ScoreTable } from './score-table.tsx';
import { type Choice, SourceChoice } from './source-choice.tsx';
import { SourceList } from './source-list.tsx';
import { AgreementTermsDialog } from './term.tsx';
import { TimeTable } from './time-table.tsx';
import { counted } from './words.ts';

const DAY_MS = 86_400_000;

/** How far reviewers agree: what there is to compare, or the report of one pack or one version of a scorecard. */
export function AgreementView({ source }: { source: AgreementSource | null }) {
  const names = useNames();
  const sources = useQuery(orpc.agreement.sources.queryOptions());
  useKeys('agreement', [
    {
      action: 'back',
      run: () => navigate(source === null ? { name: 'calls' } : { name: 'agreement', source: null }),
    },
  ]);
  return (
    <div className="relative h-full overflow-auto">
      <div className="mx-auto flex max-w-[1240px] flex-col gap-6 p-6">
        {sources.isError ? (
          <Problem message={problemOf(sources.error).message} />
        ) : sources.data === undefined ? (
          <Skeleton className="h-40" />
        ) : source === null ? (
          <SourceList sources={sources.data} names={names} />
        ) : (
          // Another source begins with its own period and reference.
          <Report key={`${source.what} ${source.id}`} source={source} sources={sources.data} names={names} />
        )}
      </div>
      <AgreementTermsDialog />
    </div>
  );
}

function Problem({ message }: { message: string }) {
  return (
    <EmptyState icon={<Scale />} title="No report">
      {message}
    </EmptyState>
  );
}

function Report({
  source,
  sources,
  names,
}: {
  source: AgreementSource;
  sources: Parameters<typeof SourceList>[0]['sources'];
  names: Names;
}) {
  const [choice, setChoice] = useState<Choice>({ days: null, agent: null, reference: null });
  // Kept while the choice stays, so that the question is the same one at every drawing.
  const question = useMemo(() => questionOf(source, choice, Date.now()), [source, choice]);
  const { data, error } = useQuery({
    ...orpc.agreement.report.queryOptions({ input: question }),
    // While another period is computed the one before stays.
    placeholderData: (before) => before,
  });
  return (
    <>
      <SourceChoice
        source={source}
        sources={sources}
        names={names}
        choice={choice}
        onChoice={setChoice}
        reviewers={data?.report.reviewers ?? []}
      />
      <LiveRegion>{data === undefined ? '' : summaryOf(data)}</LiveRegion>
      {error !== null ? (
        <Problem message={problemOf(error).message} />
      ) : data === undefined ? (
        <Skeleton className="h-80" />
      ) : (
        <Body answer={data} names={names} />
      )}
    </>
  );
}

function questionOf(source: AgreementSource, { days, agent, reference }: Choice, nowMs: number): CalibrationQuestion {
  if (source.what === 'pack') return { of: { what: 'pack', packId: source.id }, reference };
  return {
    of: {
      what: 'version',
      versionId: source.id,
      fromMs: days === null ? null : nowMs - days * DAY_MS,
      toMs: null,
      filter: agent === null ? {} : { agents: [{ agent, version: null }] },
    },
    reference,
  };
}

function summaryOf({ report }: CalibrationAnswer): string {
  const shared = report.calls.length;
  return `${counted(report.reviews, 'review')} by ${counted(report.reviewers.length, 'reviewer')}; ${counted(shared, 'call')} reviewed by two or more.`;
}

function Body({ answer, names }: { answer: CalibrationAnswer; names: Names }) {
  const { report, card, hiddenCalls, otherVersion, calls } = answer;
  const nowMs = Date.now();
  const nameCall = callNamer(calls, nowMs);
  const shared = report.calls.length;
  return (
    <>
      <div className="flex flex-col gap-1 text-text-2">
        <p className="text-text-1">{summaryOf(answer)}</p>
        {shared > 0 && shared < report.unitsForInterval ? (
          <p>
            {counted(shared, 'call')}: too few for an interval of kappa and alpha, which needs {report.unitsForInterval}
            . Take the figures as a hint where to talk, not as a measure.
          </p>
        ) : null}
        {hiddenCalls === 0 ? null : (
          <p>
            {counted(hiddenCalls, 'call')} of a blind pack {hiddenCalls === 1 ? 'is' : 'are'} left out until you have
            handed in your own review.
          </p>
        )}
        {otherVersion === 0 ? null : (
          <p>
            {counted(otherVersion, 'review')} with another version of the scorecard cannot be compared and{' '}
            {otherVersion === 1 ? 'is' : 'are'} left out.
          </p>
        )}
      </div>
      {shared === 0 && report.drift.length === 0 ? (
        <EmptyState icon={<Scale />} title="Nothing to compare yet">
          No call was handed in by two reviewers. Import a colleague’s bundle, or wait until a second one has handed in.
        </EmptyState>
      ) : (
        <>
          {shared === 0 ? null : (
            <>
              <CriteriaTable report={report} card={card} />
              <ScoreTable report={report} />
              <ReviewerTable report={report} names={names} />
              <DisagreementList report={report} card={card} names={names} nameCall={nameCall} />
              <CallScores report={report} names={names} nameCall={nameCall} />
              <TimeTable report={report} names={names} />
            </>
          )}
          <DriftSection report={report} names={names} nameCall={nameCall} nowMs={nowMs} />
        </>
      )}
    </>
  );
}
