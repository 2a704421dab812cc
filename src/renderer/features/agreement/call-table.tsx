import { useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import type { CalibrationReport } from '#shared/model/review/agreement.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import type { Names } from './names.ts';
import { callLines } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { counted, formatPoints } from './words.ts';

const FIRST = 10;
/** Wider tables are not read: the CSV has all. */
const MAX_COLUMNS = 6;

/** The calls whose scores lie farthest apart, with each reviewer's score. */
export function CallScores({
  report,
  names,
  nameCall,
}: {
  report: CalibrationReport;
  names: Names;
  nameCall: (callId: string) => string;
}) {
  const [all, setAll] = useState(false);
  const { calls, reviewers } = report;
  const columns = reviewers.slice(0, MAX_COLUMNS);
  const shown = all ? calls : calls.slice(0, FIRST);
  return (
    <Section title="Calls" lines={() => callLines(report, names)}>
      <Table
        label="Scores by call"
        head={
          <>
            <Heading>Call</Heading>
            <Heading number>
              <AgreementTerm of="spread">Range</AgreementTerm>
            </Heading>
            <Heading number>Differing</Heading>
            {columns.map((reviewer) => (
              <Heading key={reviewer} number>
                {names.reviewer(reviewer)}
              </Heading>
            ))}
          </>
        }
      >
        {shown.map(({ callId, range, differing, compared, scores }) => (
          <Row key={callId}>
            <RowName>
              <a href={hrefOf(callRoute(callId))} className="rounded-sm text-accent underline">
                {nameCall(callId)}
              </a>
            </RowName>
            <Cells number>{formatPoints(range)}</Cells>
            <Cells number>
              {formatCount(differing)} of {formatCount(compared)}
            </Cells>
            {columns.map((reviewer) => (
              <Cells key={reviewer} number>
                {formatPoints(scores.find((score) => score.reviewer === reviewer)?.overall ?? null)}
              </Cells>
            ))}
          </Row>
        ))}
      </Table>
      {calls.length <= FIRST || all ? null : (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          Show all {counted(calls.length, 'call')}
        </Button>
      )}
      {reviewers.length <= MAX_COLUMNS ? null : (
        <p className="text-text-3">
          Scores of {MAX_COLUMNS} of {formatCount(reviewers.length)} reviewers; the CSV has all.
        </p>
      )}
    </Section>
  );
}
