import type { Finding, FindingRule } from '../../model/finding.ts';
import { constantStage, toolTimeInStage } from './attribution.ts';
import { missingStages, noWaitToReport } from './presence.ts';
import type { LintInput, LintRule, LintTurn } from './rule.ts';
import { differsFromSound, llmBeforeCallerEnd } from './sound.ts';
import { sequenceAboveTotal, totalAboveSum, totalBelowStage } from './sums.ts';
import { impossibleValue, negativeValue } from './values.ts';

/** All rules; at one turn their findings come in this order. */
const rules: readonly LintRule[] = [
  negativeValue,
  impossibleValue,
  totalBelowStage,
  sequenceAboveTotal,
  totalAboveSum,
  noWaitToReport,
  llmBeforeCallerEnd,
  differsFromSound,
  toolTimeInStage,
  constantStage,
  missingStages,
];

const titles = new Map<FindingRule, string>(rules.map(({ id, title }) => [id, title]));

/** A rule's name for headings and lists. */
export function ruleTitle(id: FindingRule): string {
  return titles.get(id) ?? id;
}

/**
 * Checks the reported latency of a call's turns, and holds it against the sound where that was measured. Findings are in
 * the transcript's order. Never throws, whatever the figures are; what cannot be judged is passed over in silence.
 */
export function lintCall(input: LintInput): Finding[] {
  const turns = lintTurns(input);
  return rules
    .flatMap((rule) =>
      rule.check(turns).map((found): Finding => ({ ...found, rule: rule.id, definition: rule.definition })),
    )
    .sort((a, b) => a.position - b.position);
}

function lintTurns({ turns, toolCalls, timing, toleranceMs }: LintInput): LintTurn[] {
  const spokenAt = new Map((timing?.order ?? turns.map((_, position) => position)).map((at, place) => [at, place]));
  const placeOf = (position: number) => spokenAt.get(position) ?? position;
  const firstCaller = turns.reduce(
    (first, turn, position) => (turn.role === 'caller' ? Math.min(first, placeOf(position)) : first),
    Number.POSITIVE_INFINITY,
  );
  const tools = toolCalls.toSorted((a, b) => a.entry - b.entry);
  let next = 0;
  return turns.map((turn, position) => {
    const from = next;
    while (next < tools.length && (tools[next]?.entry ?? 0) < turn.entry) next += 1;
    return {
      position,
      turn,
      greeting: turn.role === 'agent' && placeOf(position) < firstCaller,
      toolsBefore: tools.slice(from, next),
      timing: timing?.turns[position] ?? null,
      toleranceMs,
    };
  });
}
