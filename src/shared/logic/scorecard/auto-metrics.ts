import type { CallDetail } from '../../model/detail.ts';
import type { Finding } from '../../model/finding.ts';
import type { Anchor } from '../../model/review/anchor.ts';
import type { AutoMetric, AutoRule, Criterion, Scorecard } from '../../model/review/scorecard.ts';
import type { CallTiming } from '../../model/timing.ts';
import { makeToolAnchor, makeTurnAnchor } from '../anchors/make.ts';
import { formatCount } from '../format.ts';
import { summariseMeasuredGaps } from '../gap-pairs.ts';
import { nearestRank, summariseGaps, type TurnGap } from '../latency.ts';
import { toolOutcome } from '../tool-call.ts';
import { autoRuleWords, formatFigure } from './auto-words.ts';
import { criteriaOf } from './conditions.ts';
import {
  type Figure,
  known,
  longestMonologue,
  longestSilence,
  type Sound,
  unknown,
  withSound,
} from './sound-metrics.ts';

/** What is known of a call, for criteria that the data answers. */
export interface AutoInput {
  /** The call as stored: turns at their reported times. */
  readonly detail: Pick<CallDetail, 'row' | 'turns' | 'toolCalls' | 'recording' | 'transcriptKind' | 'detailFetchedMs'>;
  /** Null while it is being measured. */
  readonly timing: CallTiming | null;
  readonly findings: readonly Finding[];
  /** From how long on a silence is dead air, ms. */
  readonly deadAirMs: number;
}

/** What the data says to one criterion. */
export type AutoAnswer =
  | {
      /** The yes or no that the rule gives, with the criterion's good answer in mind. */
      readonly answer: boolean;
      readonly figure: number;
      /** The figure against the rule, in a sentence. */
      readonly says: string;
      /** The turns, ranges and tool calls that show it, the most telling first. */
      readonly evidence: readonly Anchor[];
    }
  | { readonly answer: null; readonly reason: string };

/** So much evidence is cited at most; the sentence says how many there are. */
const MAX_EVIDENCE = 10;
/** Of the slowest gaps, few show what a percentile is. */
const MAX_GAPS = 3;

/** A figure of the call, or why there is none. Deterministic; never throws. */
export function computeMetric(metric: AutoMetric, input: AutoInput): Figure {
  const { detail, timing, findings } = input;
  switch (metric) {
    case 'measured-gap-p50':
    case 'measured-gap-p95':
    case 'measured-gap-max':
      return withSound(timing, (sound) => measuredGap(metric, input, sound));
    case 'reported-gap-p95':
      return withTurns(detail, () => reportedGap(detail));
    case 'dead-air-longest':
      return withSound(timing, longestSilence);
    case 'dead-air-total':
      return withSound(timing, ({ timing: { deadAir } }) =>
        known(
          deadAir.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
          deadAir.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)),
          deadAir.length === 0 ? 'no silence is that long' : `${formatCount(deadAir.length)} silences`,
        ),
      );
    case 'tool-errors':
      return withTurns(detail, () => toolErrors(detail));
    case 'agent-talked-over':
      return withSound(timing, (sound) =>
        withParties(sound, ({ timing: { overlaps } }) => {
          const over = overlaps.filter(({ first, kind }) => first === 'caller' && kind !== 'backchannel');
          return known(over.length, over);
        }),
      );
    case 'barge-ins':
      return withSound(timing, (sound) =>
        withParties(sound, ({ timing: { overlaps } }) => {
          const broken = overlaps.filter(({ first, kind }) => first === 'agent' && kind === 'barge-in');
          return known(broken.length, broken);
        }),
      );
    case 'agent-talk-share':
      return withSound(timing, (sound) =>
        withParties(sound, ({ talk: { agentMs, callerMs } }) =>
          agentMs + callerMs > 0
            ? known(agentMs / (agentMs + callerMs), [])
            : unknown('Nobody is heard to speak in this call.'),
        ),
      );
    case 'longest-monologue':
      return withSound(timing, (sound) => withParties(sound, () => longestMonologue(sound, input.deadAirMs)));
    case 'findings-error':
      return withTurns(detail, () => errorFindings(detail, findings));
    case 'duration': {
      const ms = detail.row.durationMs ?? detail.recording.durationMs;
      return ms === null ? unknown('Neither the vendor nor a recording says how long the call was.') : known(ms, []);
    }
    case 'turns':
      return withTurns(detail, () => known(detail.turns.length, []));
  }
}

function withParties(
  sound: Sound,
  compute: (sound: Sound & { talk: NonNullable<CallTiming['talk']> }) => Figure,
): Figure {
  const { talk } = sound.timing;
  return talk === null
    ? unknown('The parties cannot be told apart in the recording: they are not on channels of their own.')
    : compute({ ...sound, talk });
}

function withTurns(detail: AutoInput['detail'], compute: () => Figure): Figure {
  if (detail.detailFetchedMs === null) return unknown('The details of this call are not on this disk yet.');
  if (detail.transcriptKind === 'text') return unknown('The transcript came as one text, without turns.');
  if (detail.transcriptKind === 'none') return unknown('The vendor gave no transcript of this call.');
  return compute();
}

function measuredGap(
  metric: 'measured-gap-p50' | 'measured-gap-p95' | 'measured-gap-max',
  { detail }: AutoInput,
  { timing }: Sound,
): Figure {
  const { gaps, agentTurns, medianMs, worst } = summariseMeasuredGaps(detail.turns, timing);
  const figure =
    metric === 'measured-gap-p50'
      ? medianMs
      : metric === 'measured-gap-p95'
        ? percentile(gaps, 0.95)
        : (worst?.gapMs ?? null);
  if (figure === null) return unknown('No gap of this call could be measured in the sound.');
  const unsure = gaps.filter(({ position }) => timing.turns[position]?.gap?.confidence === 'low').length;
  const spans = telling(gaps, figure).flatMap(({ position }) => {
    const gap = timing.turns[position]?.gap;
    return gap === undefined || gap === null ? [] : [{ startMs: gap.fromMs, endMs: gap.toMs }];
  });
  const doubt = unsure === 0 ? '' : `, ${formatCount(unsure)} of them uncertain`;
  return known(
    figure,
    spans,
    `measured at ${formatCount(gaps.length)} of ${formatCount(agentTurns)} agent turns${doubt}`,
  );
}

function reportedGap({ turns }: AutoInput['detail']): Figure {
  const { gaps, agentTurns } = summariseGaps(turns);
  const figure = percentile(gaps, 0.95);
  if (figure === null) return unknown('The vendor reported no latency in this call.');
  const evidence = telling(gaps, figure).flatMap(({ position }) => {
    const turn = turns[position];
    return turn === undefined ? [] : [makeTurnAnchor(turn, turns)];
  });
  return {
    figure,
    evidence,
    note: `reported at ${formatCount(gaps.length)} of ${formatCount(agentTurns)} agent turns`,
  };
}

function percentile(gaps: readonly TurnGap[], share: number): number | null {
  return nearestRank(
    gaps.map(({ gapMs }) => gapMs).sort((a, b) => a - b),
    share,
  );
}

/** The gaps nearest to the figure from above, that one first: those that make it what it is. */
function telling(gaps: readonly TurnGap[], figure: number): TurnGap[] {
  return gaps
    .filter(({ gapMs }) => gapMs >= figure)
    .sort((a, b) => a.gapMs - b.gapMs || a.position - b.position)
    .slice(0, MAX_GAPS);
}

function toolErrors({ toolCalls }: AutoInput['detail']): Figure {
  const outcomes = toolCalls.map((call) => ({ call, kind: toolOutcome(call).kind }));
  const failed = outcomes.filter(({ kind }) => kind === 'failed');
  const silent = outcomes.filter(({ kind }) => kind === 'no-result').length;
  const without = silent === 0 ? '' : `, ${formatCount(silent)} without a result`;
  return {
    figure: failed.length,
    evidence: failed.map(({ call }) => makeToolAnchor(call)),
    note: toolCalls.length === 0 ? 'no tool was called' : `of ${formatCount(toolCalls.length)} tool calls${without}`,
  };
}

function errorFindings({ turns }: AutoInput['detail'], findings: readonly Finding[]): Figure {
  if (turns.every(({ latency }) => latency === null)) {
    return unknown('The vendor reported no latency in this call, so there is nothing to check.');
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  const positions = [...new Set(errors.map(({ position }) => position))];
  const evidence = positions.flatMap((position) => {
    const turn = turns[position];
    return turn === undefined ? [] : [makeTurnAnchor(turn, turns)];
  });
  return { figure: errors.length, evidence, note: null };
}

const compare: Record<AutoRule['is'], (figure: number, limit: number) => boolean> = {
  below: (figure, limit) => figure < limit,
  'at-most': (figure, limit) => figure <= limit,
  'at-least': (figure, limit) => figure >= limit,
  above: (figure, limit) => figure > limit,
};

/** What the data answers to one criterion; null for a criterion that it is not asked about. */
export function autoAnswer(criterion: Criterion, input: AutoInput): AutoAnswer | null {
  const { auto, answer } = criterion;
  if (auto === null || answer.type !== 'yes-no') return null;
  const figure = computeMetric(auto.metric, input);
  if (figure.figure === null) return { answer: null, reason: figure.reason };
  const holds = compare[auto.is](figure.figure, auto.limit);
  const note = figure.note === null ? '' : ` (${figure.note})`;
  return {
    answer: holds === (answer.good === 'yes'),
    figure: figure.figure,
    says: `${formatFigure(auto.metric, figure.figure)}${note}; asked for: ${lowerFirst(autoRuleWords(auto))}.`,
    evidence: figure.evidence.slice(0, MAX_EVIDENCE),
  };
}

const lowerFirst = (words: string): string => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;

/** What the data answers, by criterion, for all of a card. */
export function autoAnswers(card: Pick<Scorecard, 'sections'>, input: AutoInput): Map<string, AutoAnswer> {
  return new Map(
    criteriaOf(card).flatMap((criterion) => {
      const answer = autoAnswer(criterion, input);
      return answer === null ? [] : [[criterion.id, answer] as const];
    }),
  );
}
