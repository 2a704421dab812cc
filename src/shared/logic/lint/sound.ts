import type { MeasuredGap } from '../../model/timing.ts';
import { formatClock, formatLatency } from '../format.ts';
import { gapDoubtWords } from '../timing-words.ts';
import { isAnswer, type LintRule, type LintTurn, usableTotal, usableValue } from './rule.ts';

function gapOf({ timing }: LintTurn): MeasuredGap | null {
  const gap = timing?.gap ?? null;
  return gap !== null && Number.isFinite(gap.ms) ? gap : null;
}

function listen(gap: MeasuredGap): string {
  return `Listen from ${formatClock(gap.fromMs)}, where the caller stops, to ${formatClock(gap.toMs)}, where the agent begins.`;
}

/**
 * The reported total and the gap measured in the sound are further apart than the tolerance. With a gap of low confidence
 * this is information only, and its doubts are named.
 */
export const differsFromSound: LintRule = {
  id: 'differs-from-sound',
  title: 'Reported and heard differ',
  definition: 'residual',
  check: (turns) =>
    turns.flatMap((turn) => {
      const total = usableTotal(turn);
      const gap = gapOf(turn);
      if (!isAnswer(turn) || total === null || gap === null) return [];
      const residual = gap.ms - total;
      if (!(Math.abs(residual) > turn.toleranceMs)) return [];
      const sure = gap.confidence === 'high';
      const doubts = gap.doubts.map((doubt) => gapDoubtWords[doubt]).join('; ');
      const unsure = doubts === '' ? '' : ` The measurement is uncertain: ${doubts}.`;
      return [
        {
          severity: sure ? 'warning' : 'info',
          position: turn.position,
          message: `Reported ${formatLatency(total)}, heard ${formatLatency(gap.ms)}: the caller waited ${formatLatency(Math.abs(residual))} ${residual > 0 ? 'longer' : 'less'} than reported.`,
          lookAt: `${listen(gap)}${sure ? '' : unsure}`,
        },
      ];
    }),
};

/**
 * The model's first token, or its start, before the caller had stopped.
 *
 * From the sound: the end of the caller's speech and the agent's onset (high confidence only). From the report: after
 * the first token come its first sentence, and synthesis and sending, which need text and sound; at the latest, then,
 * the first token came the longer of the two (`llm_first_sentence_ms`, `tts_synthesis_ms + send_overhead_ms`) before the
 * onset, and the model was started `llm_startup_ms` before that. Both are latest times, so that overlap of the stages
 * cannot make a finding. Earlier than the caller's end by more than the tolerance: the token is a warning, the start
 * alone is information, because some agents start the model early on purpose.
 */
export const llmBeforeCallerEnd: LintRule = {
  id: 'llm-before-caller-end',
  title: 'Model before the caller had stopped',
  definition: 'llm_startup_ms',
  check: (turns) =>
    turns.flatMap((turn) => {
      const gap = gapOf(turn);
      const startup = usableValue(turn, 'llm_startup_ms');
      if (!isAnswer(turn) || gap?.confidence !== 'high' || startup === null) return [];
      const sentence = usableValue(turn, 'llm_first_sentence_ms') ?? 0;
      const sound = (usableValue(turn, 'tts_synthesis_ms') ?? 0) + (usableValue(turn, 'send_overhead_ms') ?? 0);
      const tokenAt = gap.ms - Math.max(sentence, sound);
      const startAt = tokenAt - startup;
      if (!(startAt < -turn.toleranceMs)) return [];
      const tokenToo = tokenAt < -turn.toleranceMs;
      const message = tokenToo
        ? `By its stages the model’s first token came at least ${formatLatency(-tokenAt)} before the caller had stopped; heard was a gap of ${formatLatency(gap.ms)}.`
        : `By its stages the model was started at least ${formatLatency(-startAt)} before the caller had stopped; heard was a gap of ${formatLatency(gap.ms)}.`;
      return [
        {
          severity: tokenToo ? 'warning' : 'info',
          position: turn.position,
          message,
          lookAt: `${listen(gap)} A stage was counted from the middle of the caller’s speech, or the agent began to think early.`,
        },
      ];
    }),
};
