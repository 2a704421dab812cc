import type { CallRow } from '../call.ts';
import type { CallTiming } from '../timing.ts';
import type { Turn } from '../turn.ts';
import type { Anchor, Placement } from './anchor.ts';
import type { ItemFields, ReviewState, Severity } from './items.ts';
import type { ScoreValue } from './scorecard.ts';

// What other programs are given of a call, and what is read of theirs: one shape between the review work as it is kept and
// the formats of `logic/formats`.

/** A stretch on the recording's clock, ms; a point where both are the same. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** Who made an item, and when (Unix ms). `authorName` is the id where no name is known. */
interface Authored {
  readonly id: string;
  readonly author: string;
  readonly authorName: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface ExchangeAnnotation extends Authored {
  readonly fields: ItemFields<'annotation'>;
  /** Names of `fields.tags`, in their order; the id where a tag has no name. */
  readonly tagNames: readonly string[];
  /** Where it lies in the recording; null = on the call as a whole, or its place is not known. */
  readonly at: Stretch | null;
  /** Position in the transcript of today; null where it is not on a turn or the turn is lost. */
  readonly turn: number | null;
  /** How sure its place is: `check` and `lost` need somebody to look. */
  readonly placement: Placement['state'];
}

export interface ExchangeCorrection extends Authored {
  readonly fields: ItemFields<'correction'>;
  readonly turn: number | null;
}

export interface ExchangeReview extends Authored {
  readonly reviewer: string | null;
  readonly reviewerName: string | null;
  readonly scorecard: string | null;
  readonly version: number | null;
  readonly state: ReviewState | null;
  readonly note: string | null;
  readonly coaching: string | null;
  readonly startedMs: number | null;
  readonly submittedMs: number | null;
  readonly spentMs: number | null;
  readonly replaces: string | null;
  readonly packId: string | null;
}

/** An answer to one criterion; `section`, `criterion` are its words on the version it was given with, null when that is not here. */
export interface ExchangeScore extends Authored {
  readonly reviewId: string;
  readonly criterionId: string;
  readonly section: string | null;
  readonly criterion: string | null;
  readonly value: ScoreValue | null;
  readonly comment: string | null;
  readonly overrideReason: string | null;
  readonly evidence: readonly Anchor[];
}

/** A call with everything that is written out of it. */
export interface ExchangeCall {
  readonly row: CallRow;
  /** Exact length of the recording, ms; null while there is none. */
  readonly recordingMs: number | null;
  readonly turns: readonly Turn[];
  readonly timing: CallTiming | null;
  readonly annotations: readonly ExchangeAnnotation[];
  readonly corrections: readonly ExchangeCorrection[];
  readonly reviews: readonly ExchangeReview[];
  readonly scores: readonly ExchangeScore[];
}

/** An annotation as a file has it. What a format does not say is left out; null = the file says that there is none. */
export interface ReadAnnotation {
  /** Where it begins in the file, from 1; null where the file has no lines. */
  readonly line: number | null;
  /** The tier it is on. */
  readonly layer: string | null;
  /** Earmark's own id, where the file carries one. */
  readonly id: string | null;
  /** The call it was made on, where the file says so. */
  readonly callId: string | null;
  /** Null = on the call as a whole. */
  readonly at: Stretch | null;
  /** The anchor as it was, where the format carries it. */
  readonly anchor?: Anchor | null;
  readonly text: string;
  /** Names. */
  readonly tags?: readonly string[];
  readonly severity?: Severity | null;
  readonly resolved?: boolean;
  readonly sameAs?: readonly string[];
  readonly author?: string;
  /** Unix ms. */
  readonly createdMs?: number;
}

/** What a file of annotations holds. */
export interface ReadFile {
  /** Written by Earmark: only its annotations were read, the transcript in it was passed over. */
  readonly own: boolean;
  readonly annotations: readonly ReadAnnotation[];
  /** What was left out and why, in sentences. */
  readonly leftOut: readonly string[];
}
