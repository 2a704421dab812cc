import { formatCount } from '#shared/logic/format.ts';
import type { Against, CalibrationReport } from '#shared/model/review/agreement.ts';
import { FigureCell } from './figure.tsx';
import type { Names } from './names.ts';
import { reviewerLines } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { formatPoints } from './words.ts';

/** Each reviewer against the others, and against the reference where one was chosen. */
export function ReviewerTable({ report, names }: { report: CalibrationReport; names: Names }) {
  const { reference } = report;
  return (
    <Section title="Reviewers" lines={() => reviewerLines(report, names)}>
      <Table
        label="Reviewers against the others"
        head={
          <>
            <Heading>Reviewer</Heading>
            <Heading number>Calls</Heading>
            <Heading>
              <AgreementTerm of="group">Same answers as the others</AgreementTerm>
            </Heading>
            <Heading>Score against the others</Heading>
            <Heading number>Mean distance</Heading>
            {reference === null ? null : (
              <>
                <Heading>
                  <AgreementTerm of="reference">Same answers as {names.reviewer(reference)}</AgreementTerm>
                </Heading>
                <Heading>Score against {names.reviewer(reference)}</Heading>
              </>
            )}
          </>
        }
      >
        {report.perReviewer.map(({ reviewer, group, reference: against }) => (
          <Row key={reviewer}>
            <RowName>
              <span className="block max-w-48 truncate">{names.reviewer(reviewer)}</span>
              {reviewer === reference ? <span className="block text-meta text-text-3">reference</span> : null}
            </RowName>
            <Cells number>{formatCount(group.calls)}</Cells>
            <AgainstCells against={group} />
            <Cells number>{formatPoints(group.meanDistance)}</Cells>
            {reference === null ? null : against === null ? (
              <td colSpan={2} className="px-2 text-text-3">
                –
              </td>
            ) : (
              <AgainstCells against={against} />
            )}
          </Row>
        ))}
      </Table>
    </Section>
  );
}

function AgainstCells({ against }: { against: Against }) {
  return (
    <>
      <Cells>
        <FigureCell figure={against.same} kind="share" below />
      </Cells>
      <Cells>
        <FigureCell figure={against.difference} kind="points" below />
      </Cells>
    </>
  );
}
