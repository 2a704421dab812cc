import { type LintRule, type LintTurn, latencyFields, listValues, longestPlausibleMs, rawValue } from './rule.ts';

const lookAtRaw = 'Leave this turn out of averages, and report the figure to the vendor with the call’s id.';

function values(turn: LintTurn) {
  return latencyFields.flatMap((field) => {
    const ms = rawValue(turn, field);
    return ms === null ? [] : [[field, ms] as const];
  });
}

/** A length below zero: an end event was stamped before its start, or two clocks were subtracted. */
export const negativeValue: LintRule = {
  id: 'negative-value',
  title: 'Negative length',
  definition: 'total_perceived_ms',
  check: (turns) =>
    turns.flatMap((turn) => {
      const below = values(turn).filter(([, ms]) => ms < 0 && Number.isFinite(ms));
      if (below.length === 0) return [];
      const message = `Reported below zero: ${listValues(below)}. A length cannot be.`;
      return [{ severity: 'error', position: turn.position, message, lookAt: lookAtRaw }];
    }),
};

/**
 * A figure that no wait can have: not a finite number, longer than a minute, or zero where something takes time. Zero
 * is impossible for the total of an answer (sound has to be sent) and for the first token of a model that then needed
 * time for its first sentence. Other stages may be zero: a prepared sound needs no synthesis.
 */
export const impossibleValue: LintRule = {
  id: 'impossible-value',
  title: 'Impossible value',
  definition: 'total_perceived_ms',
  check: (turns) =>
    turns.flatMap((turn) => {
      const zero = (field: 'total_perceived_ms' | 'llm_startup_ms') => {
        if (turn.greeting) return false;
        return field === 'total_perceived_ms' || (rawValue(turn, 'llm_first_sentence_ms') ?? 0) > 0;
      };
      const wrong = values(turn).filter(([field, ms]) => {
        if (!Number.isFinite(ms) || ms > longestPlausibleMs) return true;
        return ms === 0 && (field === 'total_perceived_ms' || field === 'llm_startup_ms') && zero(field);
      });
      if (wrong.length === 0) return [];
      const message = `Cannot be a wait on the phone: ${listValues(wrong)}.`;
      return [{ severity: 'error', position: turn.position, message, lookAt: lookAtRaw }];
    }),
};
