import type { ExchangeCall, ReadAnnotation, ReadFile } from '../../model/review/exchange.ts';
import { checkStretch, msOfSeconds, secondsText } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { oneLine } from './texts.ts';
import { timedNotes } from './timed-notes.ts';

/** Audacity writes microseconds. */
export const audacityStepMs = 0.001;

/** What an Audacity label can hold of a text: one line. */
export const audacityText = oneLine;

/** The annotations as an Audacity label track: `start TAB end TAB text`, seconds; a point has both times the same. */
export function writeAudacity(call: ExchangeCall): string {
  return timedNotes(call, audacityStepMs)
    .notes.map(({ startMs, endMs, text }) => {
      return `${secondsText(startMs, 6)}\t${secondsText(endMs, 6)}\t${audacityText(text)}\n`;
    })
    .join('');
}

const secondsPattern = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads an Audacity label track. The line of frequencies that follows a spectral label (`\ TAB low TAB high`) is passed
 * over; a decimal comma is read as a point.
 *
 * @throws FormatError naming the line.
 */
export function readAudacity(text: string): ReadFile {
  const annotations: ReadAnnotation[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const number = index + 1;
    if (line.trim() === '') return;
    const [start = '', end, ...rest] = line.split('\t');
    if (start === '\\' && annotations.length > 0) return;
    if (end === undefined) throw new FormatError('a label is a start, a tab, an end, a tab and a text.', number);
    const stretch = { startMs: secondsOf(start, number), endMs: secondsOf(end, number) };
    annotations.push({
      line: number,
      layer: null,
      id: null,
      callId: null,
      at: checkStretch(stretch, number),
      text: rest.join('\t'),
    });
  });
  return { own: false, annotations, leftOut: [] };
}

function secondsOf(text: string, line: number): number {
  if (!secondsPattern.test(text.trim())) throw new FormatError(`“${text.slice(0, 40)}” is no time in seconds.`, line);
  return msOfSeconds(Number(text.trim().replace(',', '.')));
}
