import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import type { CompareVersionsAnswer } from '#shared/model/insights/comparison.ts';
import type { CallFacets } from '#shared/model/list.ts';
import { versionLabel } from '../../lib/call-words.ts';
import { orpc } from '../../lib/rpc.ts';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Answered, Choice } from './answer.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { usePage } from './page-context.ts';
import { type Pair, pairOf, versionId } from './version-pair.ts';
import { counted } from './words.ts';

/** Two versions of an agent held against each other: which figures differ by more than chance. */
export function VersionsPage() {
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;
  const { place, filter } = usePage();
  const pair = facets === undefined ? null : pairOf(facets.agents, place);
  const comparison = useQuery({
    ...orpc.insights.compareVersions.queryOptions({
      input: {
        agent: pair?.agent ?? '-',
        a: pair?.a ?? null,
        b: pair?.b ?? null,
        filter,
      },
    }),
    enabled: pair !== null && pair.versions.length > 1,
    placeholderData: keepPreviousData,
  });
  if (facets === undefined) return <Skeleton className="h-80" />;
  if (pair === null) {
    return <EmptyState title="No agent to compare">Versions appear when calls have been synced.</EmptyState>;
  }
  return (
    <>
      <PairChoice agents={facets.agents} pair={pair} />
      {pair.versions.length < 2 ? (
        <EmptyState title="There is only one version">
          All calls of {pair.name} here are of {versionLabel(pair.versions[0]?.version ?? null)}. A second one is needed
          to compare.
        </EmptyState>
      ) : (
        <Answered of={comparison} minPx={560}>
          {(answer, stale) => <Comparison answer={answer} stale={stale} />}
        </Answered>
      )}
    </>
  );
}

function PairChoice({ agents, pair }: { agents: CallFacets['agents']; pair: Pair }) {
  const { change } = usePage();
  const versions = pair.versions.map(
    ({ version, count }) =>
      [versionId(version), `${versionLabel(version)}, ${counted(count, 'call')}`] as readonly [string, string],
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <h2 className="text-title font-strong">Two versions of {pair.name}</h2>
      <Choice
        label="Agent"
        value={pair.agent}
        options={agents.map(({ agent, name }) => [agent, name] as const)}
        onChange={(agent) => change({ agent, a: null, b: null })}
      />
      {pair.versions.length < 2 ? null : (
        <>
          <Choice
            label="A"
            value={versionId(pair.a)}
            options={versions}
            onChange={(a) => change({ agent: pair.agent, a, b: versionId(pair.b) })}
          />
          <IconButton
            label="Exchange A and B"
            icon={<ArrowLeftRight />}
            onClick={() => change({ agent: pair.agent, a: versionId(pair.b), b: versionId(pair.a) })}
          />
          <Choice
            label="B"
            value={versionId(pair.b)}
            options={versions}
            onChange={(b) => change({ agent: pair.agent, a: versionId(pair.a), b })}
          />
        </>
      )}
    </div>
  );
}

function Comparison({ answer, stale }: { answer: CompareVersionsAnswer; stale: boolean }) {
  const clear = answer.metrics.filter(({ verdict }) => verdict === 'higher' || verdict === 'lower');
  const worse = clear.filter(({ better }) => better === false).length;
  const better = clear.filter((metric) => metric.better === true).length;
  const few = answer.metrics.filter(({ verdict }) => verdict === 'too-few').length;
  const [a, b] = [answer.a, answer.b].map(
    ({ version, calls, turns }) =>
      `${versionLabel(version)}: ${counted(calls, 'call')}, ${counted(turns, 'agent turn')}`,
  );
  return (
    <div className="flex flex-col gap-2">
      <p>
        A is {a}. B is {b}.{' '}
        {few === answer.metrics.length
          ? 'Too few calls to tell.'
          : clear.length === 0
            ? 'No figure differs by more than chance would make.'
            : `${counted(clear.length, 'figure')} differ by more than chance: ${worse} worse in B, ${better} better${clear.length - worse - better > 0 ? `, ${clear.length - worse - better} neither` : ''}.`}
      </p>
      <ComparisonTable answer={answer} stale={stale} />
      <p className="max-w-[100ch] text-meta text-text-3">{answer.method}</p>
    </div>
  );
}
