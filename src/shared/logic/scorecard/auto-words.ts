import type { AutoMetric, AutoRule } from '../../model/review/scorecard.ts';
import { formatCount, formatDuration, formatLatency } from '../format.ts';

/** Of what kind a metric's figures are: a length in ms, a share 0-1, or a count. */
export type FigureKind = 'ms' | 'share' | 'count';

interface MetricWords {
  readonly name: string;
  readonly kind: FigureKind;
  /** What is counted, in a sentence. */
  readonly note: string;
}

const heard = 'Heard in the recording: from the end of the caller’s speech to the agent’s.';

/** What the data can answer by itself. */
export const autoMetrics: Record<AutoMetric, MetricWords> = {
  'measured-gap-p50': { name: 'Median measured gap', kind: 'ms', note: heard },
  'measured-gap-p95': {
    name: 'p95 measured gap',
    kind: 'ms',
    note: `${heard} Nearest rank, so it is a gap that was there.`,
  },
  'measured-gap-max': { name: 'Longest measured gap', kind: 'ms', note: heard },
  'reported-gap-p95': {
    name: 'p95 reported gap',
    kind: 'ms',
    note: 'The vendor’s total per agent turn. Nearest rank, so it is one that was reported.',
  },
  'dead-air-longest': {
    name: 'Longest silence',
    kind: 'ms',
    note: 'The longest stretch without speech from either party, from the beginning of the recording to its end. Hold music is no silence.',
  },
  'dead-air-total': {
    name: 'Dead air in all',
    kind: 'ms',
    note: 'All silences that are at least as long as the limit for dead air in the settings, together.',
  },
  'tool-errors': {
    name: 'Failed tool calls',
    kind: 'count',
    note: 'Tool calls with an error or a status other than 2xx. One without any result is not counted.',
  },
  'agent-talked-over': {
    name: 'Times the agent talked over the caller',
    kind: 'count',
    note: 'The agent began while the caller was speaking. Short sounds such as “mm-hm” are not counted.',
  },
  'barge-ins': {
    name: 'Times the caller broke in',
    kind: 'count',
    note: 'The caller began and the agent stopped for it.',
  },
  'agent-talk-share': {
    name: 'Agent’s share of the talk',
    kind: 'share',
    note: 'Of the time in which either party speaks; both at once count for both.',
  },
  'longest-monologue': {
    name: 'Longest agent monologue',
    kind: 'ms',
    note: 'The agent speaks and the caller does not; pauses shorter than dead air are part of it.',
  },
  'findings-error': {
    name: 'Impossible latency figures',
    kind: 'count',
    note: 'Findings of the kind “error”: a reported figure that cannot be true.',
  },
  duration: { name: 'Length of the call', kind: 'ms', note: 'As the vendor gives it, else the recording’s.' },
  turns: { name: 'Turns', kind: 'count', note: 'Spoken turns of the transcript, of both parties.' },
};

const comparisons: Record<AutoRule['is'], string> = {
  below: 'below',
  'at-most': 'at most',
  'at-least': 'at least',
  above: 'above',
};

/** A figure of a metric with its unit. */
export function formatFigure(metric: AutoMetric, figure: number): string {
  if (metric === 'duration') return formatDuration(figure);
  const { kind } = autoMetrics[metric];
  if (kind === 'ms') return formatLatency(figure);
  return kind === 'share' ? `${Math.round(figure * 100)}\u202f%` : formatCount(figure);
}

/** `p95 measured gap below 2 000 ms` */
export function autoRuleWords(rule: AutoRule | null): string {
  if (rule === null) return 'nothing';
  return `${autoMetrics[rule.metric].name} ${comparisons[rule.is]} ${formatFigure(rule.metric, rule.limit)}`;
}
