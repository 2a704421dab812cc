import { useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import type { CalibrationReport, CriterionAgreement } from '#shared/model/review/agreement.ts';
import type { Scorecard } from '#shared/model/review/scorecard.ts';
import { Select } from '../../ui/field.tsx';
import { FigureCell } from './figure.tsx';
import { criteriaLines, metricWords } from './report-csv.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { AgreementTerm } from './term.tsx';

type Treatment = 'answered' | 'withNa';

/** How far the reviewers agree on each criterion, section by section. */
export function CriteriaTable({ report, card }: { report: CalibrationReport; card: Scorecard }) {
  const [treatment, setTreatment] = useState<Treatment>('answered');
  const bySection = card.sections.map(({ id, label }) => ({
    id,
    label,
    criteria: report.criteria.filter(({ sectionId }) => sectionId === id),
  }));
  const kappa = report.criteria.some(
    (criterion) => criterion[treatment].kappa.why !== 'several-raters' && criterion.type !== 'text',
  );
  return (
    <Section
      title="Criteria"
      lines={() => criteriaLines(report, card)}
      controls={
        <span className="flex items-center gap-2">
          <AgreementTerm of="not-applicable">“Does not apply”</AgreementTerm>
          <Select
            aria-label="Does not apply"
            value={treatment}
            onChange={({ target }) => setTreatment(target.value === 'withNa' ? 'withNa' : 'answered')}
          >
            <option value="answered">left out</option>
            <option value="withNa">as an answer</option>
          </Select>
        </span>
      }
    >
      <Table
        label="Agreement by criterion"
        head={
          <>
            <Heading>Criterion</Heading>
            <Heading number>Calls</Heading>
            <Heading number>N/A</Heading>
            <Heading>
              <AgreementTerm of="percent">Same answer</AgreementTerm>
            </Heading>
            {kappa ? (
              <Heading>
                <AgreementTerm of="kappa">Kappa</AgreementTerm>
              </Heading>
            ) : null}
            <Heading>
              <AgreementTerm of="alpha">Alpha</AgreementTerm>
            </Heading>
          </>
        }
      >
        {bySection.map(({ id, label, criteria }) => (
          <SectionRows key={id} label={label} criteria={criteria} treatment={treatment} kappa={kappa} />
        ))}
      </Table>
      {kappa ? null : (
        <p className="text-text-3">
          <AgreementTerm of="kappa">Cohen’s kappa</AgreementTerm> is for two reviewers; with{' '}
          {formatCount(report.reviewers.length)} read alpha.
        </p>
      )}
    </Section>
  );
}

function SectionRows({
  label,
  criteria,
  treatment,
  kappa,
}: {
  label: string;
  criteria: readonly CriterionAgreement[];
  treatment: Treatment;
  /** Whether there is a column for it. */
  kappa: boolean;
}) {
  if (criteria.length === 0) return null;
  return (
    <>
      <tr className="border-line border-b">
        <th scope="rowgroup" colSpan={kappa ? 6 : 5} className="pt-3 pb-1 text-left font-normal text-meta text-text-3">
          {label}
        </th>
      </tr>
      {criteria.map((criterion) => {
        const figures = criterion[treatment];
        return (
          <Row key={criterion.criterionId}>
            <RowName>
              <span className="block max-w-[44ch] [overflow-wrap:anywhere]">{criterion.label}</span>
              <span className="block text-meta text-text-3">{metricWords(criterion, treatment)}</span>
            </RowName>
            <Cells number>{formatCount(criterion.calls)}</Cells>
            <Cells number>{formatCount(criterion.notApplicable)}</Cells>
            {criterion.type === 'text' ? (
              <td colSpan={kappa ? 3 : 2} className="px-2 text-text-3">
                Texts are not compared.
              </td>
            ) : (
              <>
                <Cells>
                  <FigureCell figure={figures.percent} kind="share" />
                </Cells>
                {kappa ? (
                  <Cells>
                    <FigureCell figure={figures.kappa} kind="coefficient" />
                  </Cells>
                ) : null}
                <Cells>
                  <FigureCell figure={figures.alpha} kind="coefficient" />
                </Cells>
              </>
            )}
          </Row>
        );
      })}
    </>
  );
}
