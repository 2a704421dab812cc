import { formatCount } from '#shared/logic/format.ts';
import type { LatencyAnswer, LatencyGroup, TrendPoint } from '#shared/model/insights/latency.ts';
import type { GroupLine } from './figures/group-figure.tsx';
import type { Behind } from './insights-address.ts';
import { groupLabel, stepLabel } from './words.ts';

type Turns = Extract<Behind, { of: 'turns' }>;

/** The turns of one group of an answer that have its number. */
export function turnsOf({ by, measure }: Pick<LatencyAnswer, 'by' | 'measure'>, key: string, title: string): Turns {
  return { of: 'turns', title, by, key, measure, pick: { kind: 'with' }, period: null };
}

/** What makes a group's figures less than what they seem; null = nothing. */
export function cautionOf({ n, lowConfidence, p50 }: LatencyGroup): string | null {
  if (n === 0) return 'No turn has this number';
  if (p50?.low == null) return 'Too few calls for an interval';
  if (lowConfidence * 2 > n) return `${formatCount(lowConfidence)} of ${formatCount(n)} measured with low confidence`;
  return null;
}

/** A group of an answer as a line of a chart. */
export function lineOf(answer: LatencyAnswer, group: LatencyGroup, open: (behind: Behind) => void): GroupLine {
  const label = groupLabel(answer.by, group.group);
  return {
    id: group.group.key,
    label,
    turns: group.n,
    calls: group.nCalls,
    median: group.p50,
    p90: group.p90?.value ?? null,
    p95: group.p95,
    p99: group.p99?.value ?? null,
    slow: group.aboveSlow,
    bad: group.aboveBad,
    caution: cautionOf(group),
    onOpen: () => open(turnsOf(answer, group.group.key, label)),
  };
}

/** A step of a group's trend as a line. */
export function stepOf(
  answer: LatencyAnswer,
  group: LatencyGroup,
  point: TrendPoint,
  open: (behind: Behind) => void,
): GroupLine {
  const step = stepLabel(point.fromMs, answer.trendStep);
  const title = `${groupLabel(answer.by, group.group)}, ${answer.trendStep === 'day' ? step : `${answer.trendStep} from ${step}`}`;
  return {
    id: String(point.fromMs),
    label: step,
    turns: point.n,
    calls: point.calls,
    median: point.p50,
    p90: point.p90,
    p95: null,
    p99: null,
    slow: null,
    bad: null,
    caution: null,
    onOpen: () =>
      open({ ...turnsOf(answer, group.group.key, title), period: { fromMs: point.fromMs, toMs: point.toMs } }),
  };
}
