import { BookOpen, Timer } from 'lucide-react';
import { memo, useDeferredValue, useMemo } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { pairGaps } from '#shared/logic/gap-pairs.ts';
import { unmeasuredReason } from '#shared/logic/timing-words.ts';
import { findLatencyTurn } from '#shared/logic/transcript.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/feedback.tsx';
import { TurnFamilyLine } from '../../families/alike/turn-family.tsx';
import { useCurrentTurn, useSession } from '../session.ts';
import { CallSound } from './call-sound.tsx';
import { showDefinitions } from './definition-store.ts';
import { FindingList } from './finding-list.tsx';
import { GapFigures, GapStrip, StripKey } from './gap-strip.tsx';
import { TurnLatency } from './turn-latency.tsx';
import { WorstTurns } from './worst-turns.tsx';

/** The latency of the agent turn the reader is at, reported and measured, all gaps of the call, and what is wrong with them. */
export function LatencyPane() {
  // The mark in the transcript must be there within a frame of the sound; the figures may follow it.
  return <LatencyAt current={useDeferredValue(useCurrentTurn())} />;
}

const LatencyAt = memo(function LatencyAt({ current }: { current: number }) {
  const { detail, turns } = useSession();
  const position = findLatencyTurn(turns, current);
  const turn = position === undefined ? undefined : turns[position];
  if (position === undefined || turn === undefined) {
    return (
      <EmptyState icon={<Timer />} title="No agent turn, no latency">
        {detail.transcriptKind === 'text'
          ? 'Latency is given per agent turn, and this transcript came as one text.'
          : 'Latency is the wait before an agent answers. This call has no agent turn.'}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5 p-4">
      <TurnLatency turn={turn} position={position} title={titleOf(position, current)} />
      <TurnFamilyLine index={detail.turns[position]?.index ?? position} />
      <CallGaps position={position} />
      <CallSound />
      <FindingList current={current} />
      <p className="text-meta text-text-3">
        The lengths of the stages are as reported. When a stage started is not reported: where its bar stands is
        inferred from the order of the pipeline.
      </p>
      <Button
        size="sm"
        className="self-start"
        icon={<BookOpen />}
        onClick={() => showDefinitions('total_perceived_ms')}
      >
        What the figures mean
      </Button>
    </div>
  );
});

function titleOf(position: number, current: number): string {
  if (position === current) return 'This turn';
  if (current < 0) return 'First agent turn';
  return position > current ? 'The answer to this turn' : 'The agent’s last turn';
}

function CallGaps({ position }: { position: number }) {
  const { gaps, measuredGaps, timing, turns } = useSession();
  const pairs = useMemo(() => pairGaps(gaps.gaps, measuredGaps.gaps), [gaps, measuredGaps]);
  const unmeasured = measuredGaps.gaps.length > 0 ? null : unmeasuredReason(timing);
  return (
    <section aria-labelledby="call-gaps" className="flex flex-col gap-2 border-line border-t pt-4">
      <h2 id="call-gaps" className="flex items-baseline justify-between gap-2 whitespace-nowrap font-strong">
        Gaps in this call
        <span className="font-normal text-text-3">
          {formatCount(pairs.length)} of {formatCount(gaps.agentTurns)} agent turns
        </span>
      </h2>
      {gaps.gaps.length === 0 ? (
        <p className="text-text-2">
          {turns.some((turn) => turn.latency !== null)
            ? 'No agent turn of this call reports its total.'
            : 'The vendor reported no latency in this call. Since June 2026 it leaves it out for API keys.'}
        </p>
      ) : null}
      {unmeasured === null ? null : <p className="text-text-2">{unmeasured}</p>}
      {pairs.length === 0 ? null : (
        <>
          <GapStrip pairs={pairs} current={position} />
          <StripKey />
          <GapFigures />
          <WorstTurns pairs={pairs} />
        </>
      )}
    </section>
  );
}
