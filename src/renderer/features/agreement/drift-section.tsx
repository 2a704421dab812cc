import { formatCount, formatDateTime } from '#shared/logic/format.ts';
import type { CalibrationReport, Drift, Repeat } from '#shared/model/review/agreement.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { FigureCell } from './figure.tsx';
import type { Names } from './names.ts';
import { driftLines } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';
import { formatFigure } from './words.ts';

/** Each reviewer against themselves on hidden repeats, over time. */
export function DriftSection({
  report,
  names,
  nameCall,
  nowMs,
}: {
  report: CalibrationReport;
  names: Names;
  nameCall: (callId: string) => string;
  nowMs: number;
}) {
  const { drift } = report;
  if (drift.length === 0) {
    return (
      <Section title="Drift">
        <p className="text-text-2">
          No hidden repeat was handed in. The queue can mix them in: a reviewer gets a call a second time and is not
          told.
        </p>
      </Section>
    );
  }
  return (
    <Section title="Drift" lines={() => driftLines(report, names)}>
      {drift.map((one) => (
        <div key={one.reviewer} className="flex flex-col gap-1 pb-3">
          <DriftHead drift={one} name={names.reviewer(one.reviewer)} />
          <Table
            label={`Repeats of ${names.reviewer(one.reviewer)}`}
            head={
              <>
                <Heading>Handed in</Heading>
                <Heading>Call</Heading>
                <Heading number>Days between</Heading>
                <Heading number>Changed</Heading>
                <Heading number>Score difference</Heading>
              </>
            }
          >
            {one.repeats.map((repeat) => (
              <Row key={repeat.reviewId}>
                <RowName>{formatDateTime(repeat.atMs, undefined, nowMs)}</RowName>
                <Cells>
                  <a href={hrefOf(callRoute(repeat.callId))} className="rounded-sm text-accent underline">
                    {nameCall(repeat.callId)}
                  </a>
                </Cells>
                <Cells number>{repeat.days.toFixed(1)}</Cells>
                <Cells number>
                  {formatCount(repeat.changed.length)} of {formatCount(repeat.compared)}
                </Cells>
                <Cells number>{formatFigure(repeat.difference, 'points')}</Cells>
              </Row>
            ))}
          </Table>
        </div>
      ))}
    </Section>
  );
}

function DriftHead({ drift: { same, difference, repeats }, name }: { drift: Drift; name: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
      <h3 className="font-strong">{name}</h3>
      <span className="inline-flex items-center gap-2">
        <AgreementTerm of="drift">Same answers as before</AgreementTerm>
        <FigureCell figure={same} kind="share" unit="repeat" />
      </span>
      <span className="inline-flex items-center gap-2">
        Score difference
        <FigureCell figure={difference} kind="points" unit="repeat" />
      </span>
      <DriftStrip repeats={repeats} />
    </div>
  );
}

const WIDTH = 220;
const HEIGHT = 36;
const EDGE = 5;
/** Differences beyond are drawn at the edge; the table has the number. */
const MOST = 25;

/** Score differences over time, above 0 the later score is higher. Decorative: the table below has the numbers. */
function DriftStrip({ repeats }: { repeats: readonly Repeat[] }) {
  const known = repeats.filter(({ difference }) => difference !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 2) return null;
  const span = Math.max(1, last.atMs - first.atMs);
  const x = (atMs: number) => EDGE + ((atMs - first.atMs) / span) * (WIDTH - 2 * EDGE);
  const y = (difference: number) =>
    HEIGHT / 2 - (Math.min(MOST, Math.max(-MOST, difference)) / MOST) * (HEIGHT / 2 - EDGE);
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} className="shrink-0">
      <line x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-line-strong" />
      {known.map(({ reviewId, atMs, difference }) => (
        <circle key={reviewId} cx={x(atMs)} cy={y(difference ?? 0)} r={3} className="fill-text-1 stroke-surface-1" />
      ))}
    </svg>
  );
}
