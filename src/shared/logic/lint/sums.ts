import { type LatencyStage, latencyStages } from '../../model/turn.ts';
import { formatLatency } from '../format.ts';
import { isAnswer, type LintRule, type LintTurn, listValues, roundingMs, usableStages, usableTotal } from './rule.ts';

function toolHint({ toolsBefore }: LintTurn): string {
  const [tool] = toolsBefore;
  if (tool === undefined) return 'Compare with the measured gap: it says which of the two is nearer to what was heard.';
  const took = tool.durationMs === null ? '' : ` for ${formatLatency(tool.durationMs)}`;
  return `Look at the tool call before this answer: ${tool.name} ran${took}, which no stage may hold.`;
}

/**
 * The total is longer than all six stages one after the other, by more than seven figures can be off by rounding. Stages
 * may overlap, which makes the total shorter, never longer. Judged only when all six stages are there.
 */
export const totalAboveSum: LintRule = {
  id: 'total-above-sum',
  title: 'Total above the sum of its stages',
  definition: 'stage_sum',
  check: (turns) =>
    turns.flatMap((turn) => {
      const total = usableTotal(turn);
      const stages = usableStages(turn);
      if (!isAnswer(turn) || total === null || stages.length < latencyStages.length) return [];
      const sum = stages.reduce((all, [, ms]) => all + ms, 0);
      if (total - sum <= roundingMs(stages.length + 1)) return [];
      const message = `The total is ${formatLatency(total)}, the stages add up to ${formatLatency(sum)}: ${formatLatency(total - sum)} belong to no stage.`;
      return [{ severity: 'warning', position: turn.position, message, lookAt: toolHint(turn) }];
    }),
};

/** One stage alone is longer than the total that contains it, by more than two figures can be off by rounding. */
export const totalBelowStage: LintRule = {
  id: 'total-below-stage',
  title: 'Total below a single stage',
  definition: 'total_perceived_ms',
  check: (turns) =>
    turns.flatMap((turn) => {
      const total = usableTotal(turn);
      if (total === null) return [];
      const longer = usableStages(turn).filter(([, ms]) => ms - total > roundingMs(2));
      if (longer.length === 0) return [];
      return [
        {
          severity: 'error',
          position: turn.position,
          message: `The total is ${formatLatency(total)}, but it contains ${listValues(longer)}.`,
          lookAt: 'Compare with the measured gap: if it is near the stage, the total is wrong, else the stage is.',
        },
      ];
    }),
};

/**
 * Stages that cannot run at the same time, because each needs the first output of the one before: the first sentence
 * begins with the first token, synthesis needs text, sending needs sound.
 */
const sequences: readonly (readonly LatencyStage[])[] = [
  ['llm_startup_ms', 'llm_first_sentence_ms'],
  ['llm_startup_ms', 'tts_synthesis_ms', 'send_overhead_ms'],
];

/**
 * Misattribution within a turn: stages that must follow each other are together longer than the total, though each alone
 * fits. Either time is counted in two of them, or the model was started before the caller had stopped.
 */
export const sequenceAboveTotal: LintRule = {
  id: 'sequence-above-total',
  title: 'Time counted in two stages',
  definition: 'llm_startup_ms',
  check: (turns) =>
    turns.flatMap((turn) => {
      const total = usableTotal(turn);
      const stages = usableStages(turn);
      if (!isAnswer(turn) || total === null) return [];
      // A stage that alone exceeds the total is the other rule's.
      if (stages.some(([, ms]) => ms - total > roundingMs(2))) return [];
      const tooLong = sequences
        .map((sequence) => stages.filter(([stage]) => sequence.includes(stage)))
        .map((parts) => ({ parts, sum: parts.reduce((all, [, ms]) => all + ms, 0) }))
        .filter(({ parts, sum }) => parts.length > 1 && sum - total > roundingMs(parts.length + 1))
        .sort((a, b) => b.sum - a.sum);
      const [worst] = tooLong;
      if (worst === undefined) return [];
      return [
        {
          severity: 'warning',
          position: turn.position,
          message: `${listValues(worst.parts)} follow one another and come to ${formatLatency(worst.sum)}, but the total is ${formatLatency(total)}.`,
          lookAt:
            'Either the same time is in two of these stages, or the model was started before the caller had stopped: listen to how the caller’s turn ends.',
        },
      ];
    }),
};
