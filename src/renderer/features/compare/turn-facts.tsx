import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { formatCount, formatLatency } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { isHidden } from '#shared/logic/scorecard/hidden-reviews.ts';
import { formatPercent } from '#shared/logic/scorecard/score-words.ts';
import { type Reconciled, reconcileTurn } from '#shared/logic/timing/reconcile.ts';
import { gapDoubtWords, noGapReason } from '#shared/logic/timing-words.ts';
import { toolDuration, toolName } from '#shared/logic/tool-call.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { ToolCall } from '#shared/model/turn.ts';
import { orpc } from '../../lib/rpc.ts';
import { useSettings } from '../../lib/settings.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { readAnnotations } from '../call/notes/read-annotations.ts';
import { SeverityMark } from '../call/notes/severity-mark.tsx';
import { LatencyChart } from '../call/pane/latency-chart.tsx';
import { usePastReviews } from '../call/score/past-reviews.tsx';
import { useCards } from '../call/score/use-cards.ts';
import { ToolDetails } from '../call/transcript/tool-details.tsx';
import { toolLooks } from '../call/transcript/tool-row.tsx';
import { useItems, useReview } from '../review-work/use-review.ts';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { TagChip } from '../taxonomy/tag-chip.tsx';
import { useTaxonomy } from '../taxonomy/use-taxonomy.ts';
import type { ComparedCall, ComparedTurn } from './use-compared.ts';

/** The waterfall of a turn on the axis that all columns have, and what its figures say. */
export function TurnWaterfall({ call, turn }: { call: ComparedCall; turn: ComparedTurn }) {
  const settings = useSettings();
  const { context, geometry, measured } = turn;
  const { index, role } = context.turn;
  if (role !== 'agent') return <p className="text-text-3">Not an agent turn: nobody waited for it.</p>;
  const noGap = call.measuring ? 'The sound of this call is being measured.' : noGapReason(call.timing, index);
  const heard = call.timing?.turns[index] ?? null;
  const reconciled = reconcileTurn(context.turn, heard, settings.latencyToleranceMs);
  const nothing = geometry.totalMs === null && geometry.sumMs === null;
  return (
    <div className="flex flex-col gap-2">
      <LatencyChart geometry={geometry} measured={measured} noGap={noGap} thresholds={settings} />
      <ul className="flex flex-col gap-0.5 text-meta text-text-2">
        {nothing ? <li>The vendor reported no latency for this turn.</li> : null}
        {noGap === null ? <li>{confidenceWords(reconciled)}</li> : <li>No measured gap. {noGap}</li>}
        {reconciled.residualMs === null ? null : (
          <li className={reconciled.agrees === false ? 'font-strong text-slow' : undefined}>
            Measured minus reported: {reconciled.residualMs > 0 ? '+' : ''}
            {formatLatency(reconciled.residualMs)}
          </li>
        )}
      </ul>
    </div>
  );
}

function confidenceWords({ confidence, doubts }: Reconciled): string {
  const why = doubts.map((doubt) => gapDoubtWords[doubt]).join('; ');
  const head = `Measured with ${confidence === 'high' ? 'high' : 'low'} confidence`;
  return why === '' ? `${head}.` : `${head}: ${why}.`;
}

/** The family of recurring turns that a turn is in; nothing for a turn in none. */
export function FamilyOf({ callId, index }: { callId: string; index: number }) {
  const family = useQuery(
    orpc.families.ofCall.queryOptions({
      input: { callId },
      select: (families) => families.find((one) => one.index === index) ?? null,
    }),
  ).data;
  if (family === null || family === undefined) return null;
  return (
    <p className="mt-1 text-meta text-text-3">
      Family: <span dir="auto">{neutraliseText(family.name)}</span>, {formatCount(family.turns)} turns
      {family.slowerThan === null ? '' : `; slower than ${Math.round(family.slowerThan * 100)} % of them, as measured`}
    </p>
  );
}

/** Tools that were called before a turn, each folded. */
export function TurnTools({ tools, open }: { tools: readonly ToolCall[]; open: boolean }) {
  if (tools.length === 0) return <p className="text-text-3">No tool was called in between.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {tools.map((tool) => (
        // Another key folds all of them anew, whatever was done to each.
        <li key={`${tool.entry}${open}`}>
          <Tool tool={tool} open={open} />
        </li>
      ))}
    </ul>
  );
}

function Tool({ tool, open }: { tool: ToolCall; open: boolean }) {
  const [shownChars, setShownChars] = useState<ReadonlyMap<string, number>>(new Map());
  return (
    <details open={open}>
      <summary className="flex min-h-6 cursor-default flex-wrap items-center gap-x-2 rounded-sm hover:bg-surface-3">
        <ToolLine tool={tool} />
      </summary>
      <ToolDetails
        call={tool}
        shownChars={shownChars}
        onShowMore={(field, upTo) => setShownChars((before) => new Map(before).set(field, upTo))}
      />
    </details>
  );
}

function ToolLine({ tool }: { tool: ToolCall }) {
  const { shape, tone, word } = toolLooks(tool);
  return (
    <>
      <StatusShape shape={shape} tone={tone} className="size-2.5" />
      <span className="min-w-0 truncate font-mono text-tool">{toolName(tool)}</span>
      <span className="text-text-3">{toolDuration(tool)}</span>
      <span className={tone === 'bad' ? 'text-bad' : 'text-text-2'}>
        {tool.statusCode ?? ''} {word}
      </span>
    </>
  );
}

/** Notes on a turn, how many the call has besides, and what its reviews come to. */
export function TurnReview({ detail, index }: { detail: CallDetail; index: number | null }) {
  const work = useReview(detail.row.id);
  const taxonomy = useTaxonomy();
  const { items } = work;
  const { here, others } = useMemo(() => {
    const records = readAnnotations(items?.values() ?? []);
    const target = { turns: detail.turns, toolCalls: detail.toolCalls, recordingMs: detail.recording.durationMs };
    const places = placeAnchors(
      records.map(({ fields }) => fields.anchor ?? { on: 'call' }),
      target,
    );
    const onTurn = records.filter((_, i) => places[i]?.turn === index && index !== null);
    return { here: onTurn, others: records.length - onTurn.length };
  }, [items, detail, index]);
  return (
    <div className="flex flex-col gap-1">
      {here.length === 0 ? null : (
        <ul className="flex flex-col gap-1">
          {here.map(({ id, fields }) => (
            <li key={id} className="flex flex-wrap items-center gap-1.5">
              <SeverityMark severity={fields.severity} className="size-2.5" />
              {(fields.tags ?? []).map((tag) => (
                <TagChip key={tag} tag={taxonomy.find(tag)} code={taxonomy.codeOf(tag)} />
              ))}
              <span dir="auto" className="[overflow-wrap:anywhere]">
                {neutraliseText(fields.text ?? '')}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-text-3">{noteWords(here.length, others, index !== null)}</p>
      <Scores callId={detail.row.id} />
    </div>
  );
}

function noteWords(here: number, others: number, ofTurn: boolean): string {
  if (!ofTurn) return others === 0 ? 'No note in this call.' : `${count(others)} in this call.`;
  if (here > 0) return others === 0 ? '' : `${count(others)} elsewhere in the call.`;
  return others === 0 ? 'No note on this turn, none in the call.' : `No note on this turn, ${others} elsewhere.`;
}

const count = (notes: number): string => (notes === 1 ? '1 note' : `${notes} notes`);

function Scores({ callId }: { callId: string }) {
  const work = useReview(callId);
  const shared = useReview(null);
  const reviews = useItems(work, 'review');
  const scores = useItems(work, 'score');
  const packs = useItems(shared, 'pack');
  const cards = useCards(shared);
  const { me, nameOf } = useReviewers();
  const id = me?.id ?? '';
  const submitted = useMemo(
    () => reviews.filter((review) => review.fields.submittedMs !== null && !isHidden(review, id, reviews, packs)),
    [reviews, id, packs],
  );
  const past = usePastReviews(submitted, scores, cards, nameOf);
  if (past.length === 0) return <p className="text-text-3">Not scored yet.</p>;
  return (
    <ul>
      {past.map(({ review, who, version, result }) => (
        <li key={review.id}>
          Score <span className="font-strong tabular-nums">{formatPercent(result?.percent ?? null)}</span> by{' '}
          <span dir="auto">{neutraliseText(who)}</span>
          {version === null ? null : (
            <span className="text-text-3">
              {' '}
              ({neutraliseText(version.name)} v{version.number})
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
