import type { ExchangeCall, Stretch } from '../../model/review/exchange.ts';
import type { Severity } from '../../model/review/items.ts';
import { roundStretch } from './clock-text.ts';

/** An annotation as the formats of time have it. */
export interface TimedNote extends Stretch {
  readonly id: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly severity: Severity | null;
  readonly authorName: string;
  readonly createdMs: number;
  /** It stands on the call as a whole, so it lies over the whole recording. */
  readonly whole: boolean;
}

/**
 * The annotations in order of time, rounded to steps of so many ms. One on the call as a whole lies over the whole
 * recording; while the recording's length is not known it is left out and counted.
 */
export function timedNotes(
  call: ExchangeCall,
  stepMs: number,
): { readonly notes: TimedNote[]; readonly untimed: number } {
  const notes = call.annotations.flatMap((one): TimedNote[] => {
    const at = one.at ?? (call.recordingMs === null ? null : { startMs: 0, endMs: call.recordingMs });
    if (at === null) return [];
    return [
      {
        ...roundStretch(stepMs, at),
        id: one.id,
        text: one.fields.text ?? '',
        tags: one.tagNames,
        severity: one.fields.severity,
        authorName: one.authorName,
        createdMs: one.createdMs,
        whole: one.at === null,
      },
    ];
  });
  notes.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || (a.id < b.id ? -1 : 1));
  return { notes, untimed: call.annotations.length - notes.length };
}
