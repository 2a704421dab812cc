import type { ExchangeCall } from '../../model/review/exchange.ts';
import { clockText, roundStretch } from './clock-text.ts';
import { spokenTurns } from './spoken.ts';
import { plainLines } from './texts.ts';
import { timedNotes } from './timed-notes.ts';

/** SubRip writes milliseconds. */
const stepMs = 1;

/**
 * Transcript and annotations as SubRip subtitles. SubRip has no escapes: a blank line, which would end the subtitle, gets a
 * no-break space, and `-->` becomes an arrow. A point is shown for a millisecond.
 */
export function writeSrt(call: ExchangeCall): string {
  const turns = spokenTurns(call).turns.map((turn) => ({
    ...roundStretch(stepMs, turn),
    text: `${turn.speaker}: ${turn.text}`,
  }));
  const notes = timedNotes(call, stepMs).notes.map(({ startMs, endMs, authorName, text }) => ({
    startMs,
    endMs: Math.max(endMs, startMs + 1),
    text: `[${authorName}] ${text}`,
  }));
  return [...turns.filter(({ startMs, endMs }) => endMs > startMs), ...notes]
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map(({ startMs, endMs, text }, at) => {
      return `${at + 1}\n${clockText(startMs, ',')} --> ${clockText(endMs, ',')}\n${srtText(text)}\n\n`;
    })
    .join('');
}

/** What a subtitle can hold of a text. */
export function srtText(text: string): string {
  return plainLines(text)
    .split('\n')
    .map((line) => (line.trim() === '' ? '\u00a0' : line.replaceAll('-->', '→')))
    .join('\n');
}
