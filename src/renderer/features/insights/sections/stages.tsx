import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatCount, formatLatency } from '#shared/logic/format.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { StagesAnswer, TailAnswer, TailCause } from '#shared/model/insights/latency.ts';
import type { InsightMeasure, SlowLimit } from '#shared/model/insights/question.ts';
import { type LatencyStage, latencyStages } from '#shared/model/turn.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Answered, Choice } from '../answer.tsx';
import { msTick } from '../figures/estimate.ts';
import { EstimateFigure } from '../figures/estimate-figure.tsx';
import { ShareFigure } from '../figures/share-figure.tsx';
import { StageFigure, type StageLine } from '../figures/stage-figure.tsx';
import { usePage } from '../page-context.ts';
import { Terms } from '../term-link.tsx';
import { counted, groupLabel, groupNames, measureNames, moreWords } from '../words.ts';

const limits: readonly (readonly [SlowLimit, string])[] = [
  ['slow', 'above the slow limit'],
  ['bad', 'above the bad limit'],
  ['p90', 'above the group’s p90'],
];

/** The wait whose slow turns are looked at: the page's, where it is a wait. */
const waitOf = (measure: InsightMeasure): 'measured' | 'reported' => (measure === 'reported' ? 'reported' : 'measured');

/** What the wait is made of, and which part of it is longer in slow turns. */
export function StagesSection() {
  const { place, filter, change } = usePage();
  const measure = waitOf(place.measure);
  const stages = useQuery({
    ...orpc.insights.stages.queryOptions({ input: { filter, by: place.by } }),
    placeholderData: keepPreviousData,
  });
  const tail = useQuery({
    ...orpc.insights.tail.queryOptions({ input: { filter, by: place.by, measure, limit: place.limit } }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Answered of={stages} minPx={240}>
        {(answer, stale) => <Medians answer={answer} stale={stale} />}
      </Answered>
      <Choice
        label={`Slow is: ${measureNames[measure].toLowerCase()}`}
        value={place.limit}
        options={limits}
        onChange={(limit) => change({ limit })}
      />
      <Answered of={tail} minPx={240}>
        {(answer, stale) => <Tail answer={answer} stale={stale} />}
      </Answered>
    </>
  );
}

function Medians({ answer, stale }: { answer: StagesAnswer; stale: boolean }) {
  const { open } = usePage();
  const groups = answer.groups.filter(({ stages }) => stages.some(({ n }) => n > 0));
  const lines = groups.slice(0, 14).map(({ group, stages, whole, turns }): StageLine => {
    const of = (stage: LatencyStage) => stages.find((each) => each.stage === stage);
    const longest = stages.reduce((most, each) => ((each.p50?.value ?? -1) > (most.p50?.value ?? -1) ? each : most));
    const label = groupLabel(answer.by, group);
    return {
      id: group.key,
      label,
      stages: Object.fromEntries(latencyStages.map((stage) => [stage, of(stage)?.p50?.value ?? null])) as Record<
        LatencyStage,
        number | null
      >,
      figures: [
        formatLatency(of('llm_startup_ms')?.p50?.value ?? null),
        formatLatency(whole.totalMs),
        formatCount(turns),
      ],
      basis: `${stageNames[longest.stage]} takes longest; reported total ${formatLatency(whole.totalMs)} over ${counted(whole.n, 'turn')} with all stages`,
      onOpen: () =>
        open({
          of: 'turns',
          title: `${label}, ${stageNames[longest.stage]}`,
          by: answer.by,
          key: group.key,
          measure: longest.stage,
          pick: { kind: 'with' },
          period: null,
        }),
    };
  });
  const rest = answer.groups.length - lines.length;
  const more = [
    ...(rest > 0 ? [`${rest} groups without stages, or smaller, are not drawn`] : []),
    ...(answer.moreGroups > 0 ? [moreWords(answer.by, answer.moreGroups)] : []),
  ];
  return (
    <StageFigure
      title={`Reported stages by ${groupNames[answer.by].toLowerCase()}, medians end to end`}
      note={[`Stages overlap, so the whole is longer than the wait`, ...more].join('; ')}
      terms={<Terms of={['stage_sum', 'p50_turns']} />}
      name={groupNames[answer.by]}
      unit="median of each stage, ms"
      lines={lines}
      figureHeads={['First token', 'Total', 'Turns']}
      hint="Each part is a stage’s median. Press a line for the turns, slowest in its longest stage first."
      empty={lines.length === 0 ? 'No turn has reported stages. Coverage says why.' : null}
      stale={stale}
    />
  );
}

const causeName = (cause: TailCause): string =>
  cause === 'unexplained' ? 'No stage longer than usual' : stageNames[cause];

function Tail({ answer, stale }: { answer: TailAnswer; stale: boolean }) {
  const { place, change, open } = usePage();
  const withSlow = answer.groups.filter(({ slow }) => slow > 0).toSorted((a, b) => b.slow - a.slow);
  const idOf = (key: string): string => `${answer.by} ${key}`;
  const chosen = withSlow.find(({ group }) => idOf(group.key) === place.focus) ?? withSlow[0];
  if (chosen === undefined) return <p className="py-4 text-text-2">No turn is slow by this limit.</p>;
  const label = groupLabel(answer.by, chosen.group);
  const wait = measureNames[answer.measure].toLowerCase();
  const openTail = (cause: TailCause | null) => () =>
    open({
      of: 'turns',
      title: `${label}, slow turns${cause === null ? '' : `: ${causeName(cause)}`}`,
      by: answer.by,
      key: chosen.group.key,
      measure: answer.measure,
      pick: { kind: 'tail', limit: place.limit, cause },
      period: null,
    });
  const note = `${counted(chosen.slow, 'slow turn')} above ${formatLatency(chosen.limitMs)} (median ${formatLatency(chosen.slowMs)}) against ${counted(chosen.others, 'other')} (${formatLatency(chosen.othersMs)}); ${formatCount(chosen.slowStaged)} and ${formatCount(chosen.othersStaged)} have stages`;
  const causes = chosen.causes.filter(({ share }) => share.k > 0);
  return (
    <>
      {withSlow.length > 1 ? (
        <Choice
          label="Slow turns of"
          value={idOf(chosen.group.key)}
          options={withSlow.map(
            ({ group, slow }) =>
              [idOf(group.key), `${groupLabel(answer.by, group)}: ${formatCount(slow)} slow`] as const,
          )}
          onChange={(focus) => change({ focus })}
        />
      ) : null}
      <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
        <ShareFigure
          title={`What slow turns of ${label} waited for`}
          note={note}
          terms={<Terms of={['slow_tail']} />}
          name="Stage furthest above its usual"
          unit="share of slow turns"
          of="slow turns"
          lines={causes.map(({ cause, share }) => ({
            id: cause,
            label: causeName(cause),
            share,
            onOpen: openTail(cause),
          }))}
          hint="Press a line for its turns."
          empty={causes.length === 0 ? 'No slow turn has reported stages, so none can be put down to one.' : null}
          stale={stale}
        />
        <EstimateFigure
          title={`Stages of ${label}: slow turns against the others`}
          note={`Mean of the slow minus mean of the others, by ${wait}`}
          terms={<Terms of={['slow_tail']} />}
          name="Stage"
          unit="difference, ms"
          valueName="Longer by"
          around
          valueText={formatLatency}
          tickText={msTick}
          lines={chosen.stages.map(({ stage, difference, nSlow, nOthers }) => ({
            id: stage,
            label: stageNames[stage],
            estimate: difference,
            basis: `${counted(nSlow, 'slow turn')}, ${counted(nOthers, 'other')}`,
            caution: difference?.low == null ? 'too few to tell' : null,
            onOpen: difference === null ? null : openTail(stage),
          }))}
          hint="Right of zero: longer in slow turns. Press a line for the slow turns it explains."
          empty={
            chosen.stages.some(({ difference }) => difference !== null) ? null : 'Too few turns with stages to tell.'
          }
          stale={stale}
        />
      </div>
    </>
  );
}
