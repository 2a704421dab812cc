import { formatCount } from '#shared/logic/format.ts';
import type { CalibrationReport, ScoreSpread } from '#shared/model/review/agreement.ts';
import { FigureCell } from './figure.tsx';
import { scoreLines } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { formatPoints } from './words.ts';

/** How far scores of the same call lie apart. */
export function ScoreTable({ report }: { report: CalibrationReport }) {
  return (
    <Section title="Scores" lines={() => scoreLines(report)}>
      <p className="text-text-2">In percent points of the score, over calls that two or more scored.</p>
      <Table
        label="Spread of scores"
        head={
          <>
            <Heading>Score of</Heading>
            <Heading number>Calls</Heading>
            <Heading number>Mean</Heading>
            <Heading number>
              <AgreementTerm of="spread">Mean range</AgreementTerm>
            </Heading>
            <Heading number>Largest range</Heading>
            <Heading number>Std. deviation</Heading>
            <Heading>
              <AgreementTerm of="alpha">Alpha</AgreementTerm>
            </Heading>
          </>
        }
      >
        {[report.overall, ...report.sections].map((spread) => (
          <SpreadRow key={spread.sectionId ?? ''} spread={spread} />
        ))}
      </Table>
    </Section>
  );
}

function SpreadRow({ spread }: { spread: ScoreSpread }) {
  return (
    <Row>
      <RowName>
        {spread.sectionId === null ? <strong className="font-strong">Whole review</strong> : spread.label}
      </RowName>
      <Cells number>{formatCount(spread.calls)}</Cells>
      <Cells number>{formatPoints(spread.mean)}</Cells>
      <Cells number>{formatPoints(spread.meanRange)}</Cells>
      <Cells number>{formatPoints(spread.maxRange)}</Cells>
      <Cells number>{formatPoints(spread.deviation)}</Cells>
      <Cells>
        <FigureCell figure={spread.alpha} kind="coefficient" />
      </Cells>
    </Row>
  );
}
