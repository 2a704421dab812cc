import { formatClock } from './format.ts';

/** One thing of the transcript to be put on the clipboard. */
export interface CopyPart {
  readonly timeMs: number | null;
  /** Agent, Caller, a tool or another role as it is named. */
  readonly speaker: string;
  readonly text: string;
}

/** Lines for pasting elsewhere: `[m:ss.s] Agent: text`, one a part. Line breaks inside a text are indented. */
export function copyLines(parts: readonly CopyPart[]): string {
  return parts
    .map(
      ({ timeMs, speaker, text }) =>
        `[${formatClock(timeMs)}] ${speaker}: ${text.trim().replace(/\r\n?|\n/gu, '\n  ')}`,
    )
    .join('\n');
}
