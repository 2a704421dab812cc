import { formatLatency } from '#shared/logic/format.ts';
import { noMeasureWords } from '#shared/logic/timing-words.ts';
import type { CallRow } from '#shared/model/call.ts';
import type { Settings } from '#shared/model/settings.ts';

const detailsMissing = 'The details of this call have not been read yet';

/** Why a call has no duration. */
export function durationReason({ statusGroup }: Pick<CallRow, 'statusGroup'>): string {
  return statusGroup === 'in-progress' ? 'The call is not over yet' : 'Voicy gave no duration';
}

/** Why no gap was reported. */
export function reportedReason({ detailState }: Pick<CallRow, 'detailState'>): string {
  if (detailState === 'listed') return detailsMissing;
  if (detailState === 'ready') return 'Voicy reported no latency for this call';
  return 'The details of this call could not be read';
}

type Figure = 'gap' | 'difference' | 'parties' | 'sound';

/** Why a figure that is measured is not there: a gap, its difference, what needs two parties told apart, or any sound. */
export function unknownReason(
  { detailState, measures }: Pick<CallRow, 'detailState' | 'measures'>,
  of: Figure,
): string {
  if (measures === null) return detailState === 'listed' ? detailsMissing : 'This call has not been measured yet';
  const { noMeasure, measured } = measures;
  if (of === 'difference' && measured > 0) return 'No turn of this call has both a reported and a measured gap';
  if (of === 'parties' && measures.deadAirLongestMs !== null) return 'The parties of this call cannot be told apart';
  return noMeasure === null ? 'Nothing was measured in this call' : noMeasureWords[noMeasure];
}

/** Reported against measured, in a sentence. */
export function differenceWords(
  { measures }: Pick<CallRow, 'measures'>,
  { latencyToleranceMs }: Pick<Settings, 'latencyToleranceMs'>,
): string {
  const { differenceWorstMs: worst = null, differenceMedianMs: middle = null } = measures ?? {};
  const limit = (worst ?? 0) > latencyToleranceMs ? 'more than' : 'within';
  return `Reported and measured lie ${formatLatency(worst)} apart at most, ${formatLatency(middle)} in the middle: ${limit} the tolerance of ${formatLatency(latencyToleranceMs)}`;
}

/** `1 error, 2 warnings` */
export function findingWords(errors: number, warnings: number): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((part) => part !== null);
  return parts.length === 0 ? 'The checks of reported latency found nothing' : parts.join(', ');
}

/** What the overlaps were. */
export function overlapWords({ measures }: Pick<CallRow, 'measures'>): string {
  const { overlaps = null, bargeIns = null, agentOverCaller = null } = measures ?? {};
  const all = counted(overlaps ?? 0, 'overlap');
  if (all === null) return 'Nobody speaks over the other';
  const stopped = counted(bargeIns ?? 0, 'barge-in') ?? 'no barge-in';
  return `${all}, ${stopped}; the agent began over the caller ${agentOverCaller ?? 0} times`;
}

/** The longest silence and all of them. */
export function deadAirWords({ measures }: Pick<CallRow, 'measures'>): string {
  const { deadAirLongestMs: longest = null, deadAirTotalMs: total = null } = measures ?? {};
  if (longest === 0) return 'No silence as long as the limit for dead air';
  return `The longest lasts ${formatLatency(longest)}; ${formatLatency(total)} in all`;
}

const counted = (count: number, what: string): string | null =>
  count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;
