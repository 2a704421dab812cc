import { formatCount, formatLatency } from '#shared/logic/format.ts';
import type { CalibrationReport, TimeAgreement } from '#shared/model/review/agreement.ts';
import type { Names } from './names.ts';
import { timeLines } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { formatFigure } from './words.ts';

/** How far reviewers marked the same stretches and moments. */
export function TimeTable({ report, names }: { report: CalibrationReport; names: Names }) {
  if (report.times.length === 0) {
    return (
      <Section title="Marks on the recording">
        <p className="text-text-2">Nobody marked a range or a point on a call that another reviewed too.</p>
      </Section>
    );
  }
  return (
    <Section title="Marks on the recording" lines={() => timeLines(report, names)}>
      <Table
        label="Marks on the recording by tag"
        head={
          <>
            <Heading>Tag</Heading>
            <Heading number>Calls</Heading>
            <Heading>What</Heading>
            <Heading number>Paired</Heading>
            <Heading number>Alone</Heading>
            <Heading number>
              <AgreementTerm of="time-match">Alike</AgreementTerm>
            </Heading>
            <Heading number>
              <AgreementTerm of="iou">Overlap</AgreementTerm>
            </Heading>
            <Heading number>
              <AgreementTerm of="boundary">Start, median / p95</AgreementTerm>
            </Heading>
            <Heading number>End, median / p95</Heading>
          </>
        }
      >
        {report.times.flatMap((time) => rowsOf(time, names))}
      </Table>
      <p className="text-text-3">Points count as the same within {formatLatency(report.toleranceMs)}.</p>
    </Section>
  );
}

function rowsOf({ tagId, calls, ranges, points }: TimeAgreement, names: Names) {
  const rows = [];
  if (ranges.matched + ranges.unmatched > 0) {
    rows.push(
      <Row key={`ranges ${tagId ?? ''}`}>
        <RowName>{names.tag(tagId)}</RowName>
        <Cells number>{formatCount(calls)}</Cells>
        <Cells>ranges</Cells>
        <Cells number>{formatCount(ranges.matched)}</Cells>
        <Cells number>{formatCount(ranges.unmatched)}</Cells>
        <Cells number>{formatFigure(ranges.agreement, 'coefficient')}</Cells>
        <Cells number>{formatFigure(ranges.medianIou, 'share')}</Cells>
        <Cells number>{errorWords(ranges.startMs)}</Cells>
        <Cells number>{errorWords(ranges.endMs)}</Cells>
      </Row>,
    );
  }
  if (points.matched + points.unmatched > 0) {
    rows.push(
      <Row key={`points ${tagId ?? ''}`}>
        <RowName>{names.tag(tagId)}</RowName>
        <Cells number>{formatCount(calls)}</Cells>
        <Cells>points</Cells>
        <Cells number>{formatCount(points.matched)}</Cells>
        <Cells number>{formatCount(points.unmatched)}</Cells>
        <Cells number>{formatFigure(points.agreement, 'coefficient')}</Cells>
        <Cells number>–</Cells>
        <Cells number>{errorWords(points.errorMs)}</Cells>
        <Cells number>–</Cells>
      </Row>,
    );
  }
  return rows;
}

function errorWords({ median, p95 }: { median: number | null; p95: number | null }): string {
  return median === null ? '–' : `${formatLatency(median)} / ${formatLatency(p95)}`;
}
