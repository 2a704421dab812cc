import { formatCount } from '../format.ts';
import {
  isAnswer,
  type LatencyField,
  type LintRule,
  type LintTurn,
  latencyFields,
  listNames,
  listValues,
  rawValue,
} from './rule.ts';

const lookAt =
  'Read the sum with care: it holds only the stages that were reported. The gap in the sound is not affected.';

function missingOf(turn: LintTurn): LatencyField[] {
  return latencyFields.filter((field) => rawValue(turn, field) === null);
}

/**
 * An answer with some of the seven figures but not all. A turn with none of them is no finding (API keys get none since
 * June 2026). When every answer of the call lacks the same ones, that is said once, at the first of them.
 */
export const missingStages: LintRule = {
  id: 'missing-stages',
  title: 'Stages not reported',
  definition: 'stage_sum',
  check(turns) {
    const judged = turns.flatMap((turn) => {
      const missing = missingOf(turn);
      return isAnswer(turn) && missing.length < latencyFields.length ? [{ turn, missing }] : [];
    });
    const [first] = judged;
    if (first === undefined) return [];
    const names = listNames(first.missing);
    const alike = judged.length > 1 && judged.every(({ missing }) => listNames(missing) === names);
    if (alike) {
      if (first.missing.length === 0) return [];
      const message = `Not reported in any of the ${formatCount(judged.length)} answers: ${names}.`;
      return [{ severity: 'info', position: first.turn.position, message, lookAt }];
    }
    return judged.flatMap(({ turn, missing }) =>
      missing.length === 0
        ? []
        : [{ severity: 'info', position: turn.position, message: `Not reported: ${listNames(missing)}.`, lookAt }],
    );
  },
};

/** What only a caller who has just spoken gives rise to. */
const needCaller: readonly LatencyField[] = ['total_perceived_ms', 'vad_delay_ms', 'stt_finalize_ms'];

/**
 * A wait reported where nobody waited: any figure on a turn that is not the agent's, or a total, an end of speech or a
 * speech-to-text above zero on an agent turn before which no caller spoke. Model, synthesis and sending may be reported
 * for a greeting.
 */
export const noWaitToReport: LintRule = {
  id: 'no-wait-to-report',
  title: 'Latency where nobody waited',
  definition: 'reported_gap',
  check: (turns) =>
    turns.flatMap((turn) => {
      const answers = isAnswer(turn);
      const fields = answers ? [] : turn.turn.role === 'agent' ? needCaller : latencyFields;
      const given = fields.flatMap((field) => {
        const ms = rawValue(turn, field);
        return ms === null || ms === 0 ? [] : [[field, ms] as const];
      });
      if (given.length === 0) return [];
      const why = turn.turn.role === 'agent' ? 'No caller spoke before this turn' : 'This is not an agent’s turn';
      return [
        {
          severity: 'warning',
          position: turn.position,
          message: `${why}, yet it reports ${listValues(given)}.`,
          lookAt:
            'Look at the turns before: a caller’s turn may be missing from the transcript. Else leave this one out of averages.',
        },
      ];
    }),
};
