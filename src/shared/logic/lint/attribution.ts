import { type LatencyStage, latencyStages } from '../../model/turn.ts';
import { formatCount, formatLatency } from '../format.ts';
import { stageNames } from '../stage-names.ts';
import { isAnswer, type LintRule, type LintTurn, usableValue } from './rule.ts';

/** So many turns without a tool make a stage's usual length; fewer say nothing. */
const fewestUsual = 3;

function usualOf(turns: readonly LintTurn[], stage: LatencyStage): { medianMs: number; spreadMs: number } | null {
  const lengths = turns
    .filter((turn) => isAnswer(turn) && turn.toolsBefore.length === 0)
    .flatMap((turn) => usableValue(turn, stage) ?? [])
    .sort((a, b) => a - b);
  const low = lengths[0];
  const high = lengths.at(-1);
  const medianMs = lengths[Math.floor((lengths.length - 1) / 2)];
  if (lengths.length < fewestUsual || low === undefined || high === undefined || medianMs === undefined) return null;
  return { medianMs, spreadMs: high - low };
}

/**
 * A tool's run time sits in a stage. Said only when there is no doubt: exactly one tool call ran before the answer, for
 * longer than twice the tolerance and than the stage varies in the call's answers without tools (three at least);
 * exactly one stage is longer than its usual length, and by the tool's run time within the tolerance.
 */
export const toolTimeInStage: LintRule = {
  id: 'tool-time-in-stage',
  title: 'A tool’s run time in a stage',
  definition: 'llm_first_sentence_ms',
  check(turns) {
    const usually = new Map(latencyStages.map((stage) => [stage, usualOf(turns, stage)]));
    return turns.flatMap((turn) => {
      const [tool, another] = turn.toolsBefore;
      const ran = tool?.durationMs ?? Number.NaN;
      if (!isAnswer(turn) || tool === undefined || another !== undefined || !(ran > 2 * turn.toleranceMs)) return [];
      const holding = latencyStages.flatMap((stage) => {
        const ms = usableValue(turn, stage);
        const usual = usually.get(stage) ?? null;
        if (ms === null || usual === null || ran <= usual.spreadMs) return [];
        return Math.abs(ms - usual.medianMs - ran) <= turn.toleranceMs ? [{ stage, ms, usual }] : [];
      });
      const [found, second] = holding;
      if (found === undefined || second !== undefined) return [];
      const { stage, ms, usual } = found;
      const inModel = stage === 'llm_startup_ms' || stage === 'llm_first_sentence_ms';
      return [
        {
          severity: inModel ? 'info' : 'warning',
          position: turn.position,
          message: `${stageNames[stage]} took ${formatLatency(ms)}, usually ${formatLatency(usual.medianMs)} in this call: the difference is the ${formatLatency(ran)} that ${tool.name} ran.`,
          lookAt: 'Look at the tool call before this answer; the stage itself is not slower than usual.',
        },
      ];
    });
  },
};

/** Stages that depend on what is said. The end of speech is often a set time, and sending a whole number of packets. */
const variable: readonly LatencyStage[] = [
  'stt_finalize_ms',
  'llm_startup_ms',
  'llm_first_sentence_ms',
  'tts_synthesis_ms',
];
const fewestAlike = 5;
const shortestConstantMs = 20;

/**
 * A stage that depends on what is said has the same length, to the millisecond, in every answer that reports it (five at
 * least, 20 ms or longer): a constant was written there, not a measurement. Said once a call and stage.
 */
export const constantStage: LintRule = {
  id: 'constant-stage',
  title: 'A constant instead of a measurement',
  definition: 'stage_sum',
  check: (turns) =>
    variable.flatMap((stage) => {
      const lengths = turns.filter(isAnswer).flatMap((turn) => {
        const ms = usableValue(turn, stage);
        return ms === null ? [] : [{ position: turn.position, ms }];
      });
      const [first] = lengths;
      if (first === undefined || lengths.length < fewestAlike || first.ms < shortestConstantMs) return [];
      if (lengths.some(({ ms }) => ms !== first.ms)) return [];
      return [
        {
          severity: 'warning',
          position: first.position,
          message: `${stageNames[stage]} is ${formatLatency(first.ms)} in all ${formatCount(lengths.length)} answers that report it.`,
          lookAt: 'What is said differs from turn to turn, so this stage should too: do not read it as measured.',
        },
      ];
    }),
};
