import type { AnalysisRequest, RecordingAnalysis } from './analyze.ts';
import type { AudioErrorCode } from './errors.ts';

/** Index of the flag the pool sets to 1 when a job is no longer wanted. */
export const STOP_FLAG = 0;
/** Index of the flag the worker sets to 1 when it takes the job up. */
export const STARTED_FLAG = 1;

/** Index of the counter the worker raises whenever it gets on; a job that does not for long is given up. */
export const PROGRESS_COUNTER = 2;
/** Number of Int32 the two sides share per job. */
export const FLAG_COUNT = 3;

/** One job as it is posted to the worker; `flags` is shared memory. */
export interface AudioTask {
  readonly request: AnalysisRequest;
  readonly flags: Int32Array;
}

/** Speech detection as it is posted to the worker. */
export interface DetectTask {
  readonly peaksPath: string;
}

/** What comes back. Errors cross as data: a thread boundary keeps nothing of a thrown one but its message. */
export type AudioOutcome =
  | { readonly ok: true; readonly analysis: RecordingAnalysis }
  | {
      readonly ok: false;
      readonly code: AudioErrorCode | 'aborted';
      readonly message: string;
      readonly found: string | undefined;
    };

/** How writing a beeped copy ended. */
export type WriteOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: AudioErrorCode;
      readonly message: string;
      readonly found: string | undefined;
    };
