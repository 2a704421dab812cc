import { useQuery } from '@tanstack/react-query';
import { Ear } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { type VoteResults, voteResults } from '#shared/logic/listen/vote-results.ts';
import type { VoteResult } from '#shared/logic/stats/binomial.ts';
import { orpc, problemOf } from '../../../lib/rpc.ts';
import { EmptyState, Skeleton } from '../../../ui/feedback.tsx';
import { Cells, Heading, Row, RowName, Section, Table } from '../../agreement/section.tsx';
import { useReviewers } from '../../review-work/use-reviewers.ts';
import { pWords, shareWords, sideWords, verdictWords, voteLines } from './vote-words.ts';

/** What all blind votes of the workspace come to. */
export function VoteResultsView() {
  const { data, error } = useQuery(orpc.votes.list.queryOptions());
  const results = useMemo(() => (data === undefined ? null : voteResults(data)), [data]);
  if (error !== null) {
    return (
      <EmptyState icon={<Ear />} title="No results">
        {problemOf(error).message}
      </EmptyState>
    );
  }
  if (results === null) return <Skeleton className="h-60" />;
  if (results.votes === 0) {
    return (
      <EmptyState icon={<Ear />} title="No blind votes yet">
        Put two turns side by side in Compare and listen blind, or draw pairs from a family of turns. Votes are kept
        with their calls; what they come to is shown here.
      </EmptyState>
    );
  }
  return <Results results={results} />;
}

function Results({ results }: { results: VoteResults }) {
  const { nameOf } = useReviewers();
  const { votes, replaced, sameVersion, newer, order, listeners } = results;
  return (
    <>
      <p className="text-text-2">
        {votes} {votes === 1 ? 'vote' : 'votes'} by {listeners.length}{' '}
        {listeners.length === 1 ? 'listener' : 'listeners'}.
        {replaced === 0 ? '' : ` ${replaced} earlier on the same two turns by the same listener do not count.`}
        {sameVersion === 0 ? '' : ` ${sameVersion} between turns of one version say nothing of versions.`} The share is
        B’s of the votes that chose one, with its exact 95 % interval (Clopper and Pearson); p is of the two-sided sign
        test. “No difference” counts for neither side.
      </p>
      <ResultTable
        title="By version"
        lines={() => voteLines(results, nameOf)}
        rows={[
          ...results.versions.map(({ a, b, result }) => ({
            key: `${sideWords(a)}|${sideWords(b)}`,
            name: (
              <>
                A {sideWords(a)} <span className="text-text-3">against</span> B {sideWords(b)}
              </>
            ),
            result,
            a: sideWords(a),
            b: sideWords(b),
          })),
          {
            key: 'all',
            name: 'All agents: A the older version, B the newer one',
            result: newer,
            a: 'Older version',
            b: 'Newer version',
          },
        ]}
      />
      <ResultTable
        title="Order of playing"
        note="Anything but even between what was heard first (A) and second (B) is a habit of listeners, not a quality of turns. Which turn is called A is random, so it favours no version."
        rows={[{ key: 'order', name: 'All listeners', result: order, a: 'Heard first', b: 'Heard second' }]}
      />
      <ResultTable
        title="By listener"
        note="A the older version, B the newer one of the same agent; below it A heard first, B heard second."
        rows={listeners.flatMap(({ listener, newer: own, order: habit }) => [
          { key: `${listener} v`, name: `${nameOf(listener)}, versions`, result: own, a: 'Older', b: 'Newer' },
          { key: `${listener} o`, name: `${nameOf(listener)}, order`, result: habit, a: 'First', b: 'Second' },
        ])}
      />
    </>
  );
}

interface ResultRow {
  key: string;
  name: ReactNode;
  result: VoteResult;
  a: string;
  b: string;
}

function ResultTable({
  title,
  note,
  rows,
  lines,
}: {
  title: string;
  note?: string;
  rows: readonly ResultRow[];
  lines?: () => ReturnType<typeof voteLines>;
}) {
  return (
    <Section title={title} {...(lines === undefined ? {} : { lines })}>
      {note === undefined ? null : <p className="text-text-2">{note}</p>}
      <Table
        label={`${title}: what votes come to`}
        head={
          <>
            <Heading>Of</Heading>
            <Heading number>n</Heading>
            <Heading number>For A</Heading>
            <Heading number>For B</Heading>
            <Heading number>No difference</Heading>
            <Heading number>Share of B (95 %)</Heading>
            <Heading number>p</Heading>
            <Heading>Says</Heading>
          </>
        }
      >
        {rows.map(({ key, name, result, a, b }) => (
          <Row key={key}>
            <RowName>{name}</RowName>
            <Cells number>{result.votes}</Cells>
            <Cells number>{result.forA}</Cells>
            <Cells number>{result.forB}</Cells>
            <Cells number>{result.noDifference}</Cells>
            <Cells number>{shareWords(result) ?? '–'}</Cells>
            <Cells number>{pWords(result) ?? '–'}</Cells>
            <Cells>{verdictWords(result, a, b)}</Cells>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
