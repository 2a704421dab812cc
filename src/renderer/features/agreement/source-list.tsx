import { Scale } from 'lucide-react';
import { formatCount, formatDateTime } from '#shared/logic/format.ts';
import type { CalibrationPack, CalibrationSources } from '#shared/model/review/agreement.ts';
import { type AgreementSource, hrefOf } from '../../lib/router.ts';
import { EmptyState } from '../../ui/feedback.tsx';
import type { Names } from './names.ts';
import { Cells, Heading, Row, RowName, Section, Table } from './section.tsx';
import { counted } from './words.ts';

/** What there is to compare: calibration packs, and versions of scorecards that were reviewed with. */
export function SourceList({ sources, names }: { sources: CalibrationSources; names: Names }) {
  const { packs, versions } = sources;
  return (
    <>
      <header>
        <h1 className="text-title font-strong">Agreement</h1>
        <p className="max-w-[80ch] text-text-2">
          How far reviewers agree who scored the same calls, and each with themselves on hidden repeats.
        </p>
      </header>
      {packs.length === 0 && versions.length === 0 ? (
        <EmptyState icon={<Scale />} title="No reviews to compare">
          Agreement is computed from reviews that were handed in. Make a calibration pack to have the same calls
          reviewed by several people, or import a colleague’s bundle.
        </EmptyState>
      ) : null}
      {packs.length === 0 ? null : <Packs packs={packs} names={names} />}
      {versions.length === 0 ? null : (
        <Section title="All reviews with a scorecard">
          <Table
            label="Table of scorecards"
            head={
              <>
                <Heading>Scorecard</Heading>
                <Heading number>Reviews</Heading>
                <Heading number>Reviewers</Heading>
                <Heading number>Calls by two or more</Heading>
                <Heading number>Hidden repeats</Heading>
              </>
            }
          >
            {versions.map(({ versionId, reviews, reviewers, sharedCalls, repeats }) => (
              <Row key={versionId}>
                <RowName>
                  <SourceLink source={{ what: 'version', id: versionId }} label={names.version(versionId)} />
                </RowName>
                <Cells number>{formatCount(reviews)}</Cells>
                <Cells number>{formatCount(reviewers)}</Cells>
                <Cells number>{formatCount(sharedCalls)}</Cells>
                <Cells number>{formatCount(repeats)}</Cells>
              </Row>
            ))}
          </Table>
        </Section>
      )}
    </>
  );
}

function Packs({ packs, names }: { packs: readonly CalibrationPack[]; names: Names }) {
  const nowMs = Date.now();
  return (
    <Section title="Calibration packs">
      <Table
        label="Table of packs"
        head={
          <>
            <Heading>Pack</Heading>
            <Heading>Scorecard</Heading>
            <Heading number>Calls</Heading>
            <Heading>Handed in</Heading>
            <Heading>Due</Heading>
          </>
        }
      >
        {packs.map((pack) => (
          <Row key={pack.packId}>
            <RowName>
              {pack.open ? (
                <SourceLink source={{ what: 'pack', id: pack.packId }} label={pack.name ?? 'Unnamed pack'} />
              ) : (
                <>
                  {pack.name ?? 'Unnamed pack'}
                  <span className="block text-meta text-text-3">blind: hand in your own review first</span>
                </>
              )}
            </RowName>
            <Cells>{names.version(pack.versionId)}</Cells>
            <Cells number>{formatCount(pack.calls)}</Cells>
            <td className="px-2 py-1">
              {pack.reviewers.length === 0
                ? counted(0, 'review')
                : pack.reviewers
                    .map(({ reviewer, submitted }) => `${names.reviewer(reviewer)} ${formatCount(submitted)}`)
                    .join(', ')}
            </td>
            <Cells>{formatDateTime(pack.dueMs, undefined, nowMs)}</Cells>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

function SourceLink({ source, label }: { source: AgreementSource; label: string }) {
  return (
    <a
      href={hrefOf({ name: 'agreement', source })}
      className="inline-block min-h-6 rounded-sm text-accent underline [overflow-wrap:anywhere]"
    >
      {label}
    </a>
  );
}
