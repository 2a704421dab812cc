import { formatCount, formatDuration, formatTime } from '#shared/logic/format.ts';
import type { DayProgress, PackProgress, QueueEntry, SampleResult } from '#shared/model/review/queue.ts';
import { versionLabel } from '../../lib/call-words.ts';

/** Which call it is: agent, version. */
export function callTitle({
  agentName,
  agentVersion,
}: {
  agentName: string | null;
  agentVersion: string | null;
}): string {
  const name = agentName ?? 'Unnamed agent';
  return agentVersion === null ? name : `${name} ${versionLabel(agentVersion)}`;
}

/** Why a call stands where it stands: "Begun 09:12", "Due today, slow", "Pack: March", "Your sample: random". */
export function whyWords(entry: QueueEntry, nowMs: number): string {
  const reason = entry.reason === null ? '' : entry.reason;
  switch (entry.place) {
    case 'in-progress':
      return `Begun ${formatTime(entry.sinceMs, undefined, nowMs)}`;
    case 'due':
      return [dueWords(entry.dueMs ?? nowMs, nowMs), reason].filter((part) => part !== '').join(', ');
    case 'pack':
      return `Pack: ${entry.packName ?? 'not named'}`;
    case 'assigned':
      return `Assigned to you${reason === '' ? '' : `: ${reason}`}`;
    case 'own-sample':
      return `Your sample${reason === '' ? '' : `: ${reason}`}`;
  }
}

/** When something is due, by the days of the calendar. */
export function dueWords(dueMs: number, nowMs: number): string {
  const day = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  // Rounded, since a day may have 23 or 25 hours.
  const days = Math.round((day(dueMs) - day(nowMs)) / 86_400_000);
  if (days < -1) return `Overdue by ${-days} days`;
  if (days === -1) return 'Due yesterday';
  if (days === 0) return dueMs < nowMs ? 'Overdue today' : 'Due today';
  return days === 1 ? 'Due tomorrow' : `Due in ${days} days`;
}

/** How far the day has come: "3 of 40 done", "3 done". */
export function doneWords({ done }: DayProgress, goal: number | null): string {
  return goal === null || goal === 0
    ? `${formatCount(done)} done`
    : `${formatCount(done)} of ${formatCount(goal)} done`;
}

/** The median time of a review, or why there is none. */
export function medianWords({ done, medianSpentMs }: DayProgress): string {
  if (medianSpentMs !== null) return formatDuration(medianSpentMs);
  return done === 0 ? 'nothing finished yet' : 'not measured';
}

/** What is left out of a sample and why, in a sentence; null when nothing is. */
export function leftOutWords({
  reviewed,
  assigned,
  skipped,
  withoutRecording,
}: SampleResult['leftOut']): string | null {
  const parts = [
    [reviewed, 'reviewed'],
    [assigned, 'in a queue'],
    [skipped, 'skipped'],
    [withoutRecording, 'without a recording here'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  return said.length === 0 ? null : `Left out: ${said.join(', ')}.`;
}

/** How far a pack has come: "4 of 10 reviews submitted". */
export function packWords({ seats, calls }: PackProgress): string {
  const submitted = seats.reduce((sum, seat) => sum + seat.submitted, 0);
  return `${formatCount(submitted)} of ${formatCount(seats.length * calls)} reviews submitted`;
}

/** Ids of calls from a text, one a line or separated by commas or spaces; each once. */
export function readCallIds(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((id) => id !== ''))];
}
