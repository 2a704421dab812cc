import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatLatency } from '#shared/logic/format.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import type { LatencyAnswer, LatencyGroup } from '#shared/model/insights/latency.ts';
import type { InsightMeasure } from '#shared/model/insights/question.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Answered, Choice } from '../answer.tsx';
import type { Bin } from '../charts/histogram.tsx';
import { DistributionFigure } from '../figures/distribution-figure.tsx';
import { GroupFigure } from '../figures/group-figure.tsx';
import { ShareFigure } from '../figures/share-figure.tsx';
import { TrendFigure } from '../figures/trend-figure.tsx';
import { lineOf, stepOf, turnsOf } from '../latency-lines.ts';
import { usePage } from '../page-context.ts';
import { slopeWords } from '../slope-words.ts';
import { Terms } from '../term-link.tsx';
import { basisWords, groupLabel, groupNames, measureNames, measureUnit, moreWords } from '../words.ts';

/** Lines of a chart before one asks for the rest. */
const FEW = 14;
const inTime = new Set(['day', 'hour', 'weekday']);

/** The definition of a number of turns. */
export function definitionOf(measure: InsightMeasure): DefinitionId {
  if (measure === 'measured') return 'measured_gap';
  if (measure === 'reported') return 'total_perceived_ms';
  return measure === 'difference' ? 'residual' : measure;
}

/** How long the wait is: its distribution, by group, and over time. */
export function LatencySection() {
  const { place, filter } = usePage();
  const { measure, by } = place;
  const whole = useQuery({
    ...orpc.insights.latency.queryOptions({ input: { filter, by: 'all', measure } }),
    placeholderData: keepPreviousData,
  });
  const grouped = useQuery({
    ...orpc.insights.latency.queryOptions({ input: { filter, by, measure } }),
    placeholderData: keepPreviousData,
    enabled: by !== 'all',
  });
  return (
    <>
      <Answered of={whole} minPx={300} said={['mixed-generations', 'low-confidence']}>
        {(answer, stale) => <Whole whole={answer} grouped={by === 'all' ? undefined : grouped.data} stale={stale} />}
      </Answered>
      {by === 'all' ? null : (
        <Answered of={grouped} minPx={300}>
          {(answer, stale) => <Groups answer={answer} stale={stale} />}
        </Answered>
      )}
    </>
  );
}

interface Focused {
  answer: LatencyAnswer;
  group: LatencyGroup;
}

/** Distribution and trend of everything, or of the group that was chosen. */
function Whole({
  whole,
  grouped,
  stale,
}: {
  whole: LatencyAnswer;
  grouped: LatencyAnswer | undefined;
  stale: boolean;
}) {
  const { place, change, open } = usePage();
  const choices: Focused[] = [whole, grouped].flatMap((answer) =>
    answer === undefined ? [] : answer.groups.map((group) => ({ answer, group })),
  );
  const idOf = ({ answer, group }: Focused): string => `${answer.by} ${group.group.key}`;
  const chosen = choices.find((each) => idOf(each) === place.focus) ?? choices[0];
  if (chosen === undefined) return <p className="py-4 text-text-2">Nothing was measured.</p>;
  const { answer, group } = chosen;
  const title = `${measureNames[answer.measure]} of ${answer.by === 'all' ? 'all agent turns' : groupLabel(answer.by, group.group)}`;
  const limits =
    answer.measure === 'measured' || answer.measure === 'reported'
      ? { slowLatencyMs: answer.slowMs, badLatencyMs: answer.badMs }
      : null;
  const note = `${basisWords(group.n, group.nCalls)}${group.missing.length === 0 ? '' : `; ${group.turns - group.n} turns lack the number, see Coverage`}`;
  const slope = slopeWords(group.trend, answer.trendStep);
  const empty = group.n === 0 ? 'No turn has this number, so there is nothing to draw. Coverage says why.' : null;
  return (
    <div className="flex flex-col gap-2">
      {choices.length > 1 ? (
        <Choice
          label="Distribution of"
          value={idOf(chosen)}
          options={choices.map((each) => [idOf(each), groupLabel(each.answer.by, each.group.group)] as const)}
          onChange={(focus) => change({ focus })}
        />
      ) : null}
      <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
        <DistributionFigure
          title={title}
          note={note}
          terms={<Terms of={[definitionOf(answer.measure), 'p50_turns', 'p95_turns']} />}
          unit={measureUnit(answer.measure)}
          bins={binsOf(answer, group)}
          quantiles={[
            { name: 'p50', ms: group.p50?.value ?? null },
            { name: 'p90', ms: group.p90?.value ?? null },
            { name: 'p95', ms: group.p95?.value ?? null },
            { name: 'p99', ms: group.p99?.value ?? null },
          ]}
          thresholds={limits}
          empty={empty}
          stale={stale}
          onOpen={(bin) =>
            open({
              ...turnsOf(answer, group.group.key, `${title}, ${rangeWords(bin)}`),
              pick: { kind: 'range', fromMs: bin.from, toMs: bin.to },
            })
          }
        />
        <TrendFigure
          title={`${title} over time`}
          note={[note, `one ${answer.trendStep} a step`, slope].filter((words) => words !== '').join('; ')}
          terms={<Terms of={['p50_turns', 'p90_turns']} />}
          name={answer.trendStep === 'day' ? 'Day' : answer.trendStep === 'week' ? 'Week' : 'Month'}
          tailName="p90"
          unit={measureUnit(answer.measure)}
          lines={group.trend.map((point) => stepOf(answer, group, point, open))}
          empty={empty ?? (group.trend.length === 0 ? 'These calls have no times, so there is no trend.' : null)}
          stale={stale}
        />
      </div>
    </div>
  );
}

/** The bars of a group. Bars of nothing at the upper end, before the open one, are left out with it. */
export function binsOf({ edges }: Pick<LatencyAnswer, 'edges'>, { counts }: Pick<LatencyGroup, 'counts'>): Bin[] {
  const last = counts.findLastIndex((n) => n > 0);
  return edges.slice(0, last + 1).map((from, i) => ({ from, to: edges[i + 1] ?? null, n: counts[i] ?? 0 }));
}

const rangeWords = ({ from, to }: Bin): string =>
  to === null ? `${formatLatency(from)} and above` : `${formatLatency(from)} to ${formatLatency(to)}`;

/** Every group beside the others: quantiles, and shares above the limits. */
function Groups({ answer, stale }: { answer: LatencyAnswer; stale: boolean }) {
  const { open } = usePage();
  const [all, setAll] = useState(false);
  const shown = all ? answer.groups : answer.groups.slice(0, inTime.has(answer.by) ? 400 : FEW);
  const lines = shown.map((group) => lineOf(answer, group, open));
  const by = groupNames[answer.by].toLowerCase();
  const more = moreWords(answer.by, answer.moreGroups);
  const undated = answer.undated === 0 ? '' : `; ${answer.undated} calls without a time are in none`;
  const note = `${basisWords(sum(answer.groups, 'n'), sum(answer.groups, 'nCalls'))} in ${answer.groups.length} groups${more === '' ? '' : `, ${more}`}${undated}`;
  const common = { note, stale, name: groupNames[answer.by], lines };
  const limits = answer.measure === 'measured' || answer.measure === 'reported';
  const empty = lines.some(({ turns }) => turns > 0) ? null : 'No turn has this number. Coverage says why.';
  const rest = answer.groups.length - shown.length;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-x-8 gap-y-4 @4xl:grid-cols-2">
        {inTime.has(answer.by) ? (
          <TrendFigure
            {...common}
            title={`${measureNames[answer.measure]} by ${by}`}
            terms={<Terms of={['p50_turns', 'p95_turns']} />}
            tailName="p95"
            unit={measureUnit(answer.measure)}
            empty={empty}
          />
        ) : (
          <GroupFigure
            {...common}
            title={`${measureNames[answer.measure]} by ${by}`}
            terms={<Terms of={['p50_turns', 'p95_turns']} />}
            unit={measureUnit(answer.measure)}
            thresholds={limits ? { slowLatencyMs: answer.slowMs, badLatencyMs: answer.badMs } : null}
            empty={empty}
          />
        )}
        <Shares answer={answer} groups={shown} note={note} stale={stale} empty={empty} />
      </div>
      {rest > 0 || all ? (
        <p>
          <Button size="sm" onClick={() => setAll((before) => !before)}>
            {all ? `Show the ${FEW} largest` : `Show ${rest} more`}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

const sum = (groups: readonly LatencyGroup[], field: 'n' | 'nCalls'): number =>
  groups.reduce((total, group) => total + group[field], 0);

/** Which share of each group's turns lies above a limit, or, for differences, beyond the tolerance. */
function Shares({
  answer,
  groups,
  note,
  stale,
  empty,
}: {
  answer: LatencyAnswer;
  groups: readonly LatencyGroup[];
  note: string;
  stale: boolean;
  empty: string | null;
}) {
  const { open } = usePage();
  const [bad, setBad] = useState(false);
  const apart = answer.measure === 'difference';
  const limitMs = apart ? answer.toleranceMs : bad ? answer.badMs : answer.slowMs;
  const words = apart ? `further apart than ${formatLatency(limitMs)}` : `above ${formatLatency(limitMs)}`;
  const title = `Turns ${words} by ${groupNames[answer.by].toLowerCase()}`;
  return (
    <ShareFigure
      title={title}
      note={note}
      terms={<Terms of={[apart ? 'reporting_bias' : 'share_above']} />}
      controls={
        apart ? undefined : (
          <Button
            size="sm"
            aria-pressed={bad}
            className="aria-pressed:border-accent"
            onClick={() => setBad((before) => !before)}
          >
            Bad only
          </Button>
        )
      }
      name={groupNames[answer.by]}
      unit={`share of turns ${words}`}
      of="turns"
      fill={bad ? 'fill-bad' : 'fill-slow'}
      lines={groups.flatMap((group) => {
        const share = apart ? group.beyondTolerance : bad ? group.aboveBad : group.aboveSlow;
        const label = groupLabel(answer.by, group.group);
        if (share === null) return [];
        return [
          {
            id: group.group.key,
            label,
            share,
            onOpen: () =>
              open({
                ...turnsOf(answer, group.group.key, `${label}, ${words}`),
                pick: apart ? { kind: 'beyond-tolerance' } : { kind: 'above', ms: limitMs },
              }),
          },
        ];
      })}
      hint="Bar: share, with its interval. Press a line for its turns."
      empty={empty}
      stale={stale}
    />
  );
}
