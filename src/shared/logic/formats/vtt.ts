import type { ExchangeCall, Stretch } from '../../model/review/exchange.ts';
import { clockText, roundStretch } from './clock-text.ts';
import { spokenTurns } from './spoken.ts';
import { idText, oneLine, plainLines } from './texts.ts';
import { type TimedNote, timedNotes } from './timed-notes.ts';

/** WebVTT writes milliseconds. */
export const vttStepMs = 1;

/** What a cue can hold of a text: line breaks are one sign, NUL cannot be. */
export const vttText = plainLines;

/** Follows `WEBVTT` in the first line of a file written here: its cues then say by their ids what they are. */
export const vttMark = 'Earmark 1';

interface Cue extends Stretch {
  readonly id: string;
  readonly settings: string;
  readonly payload: string;
}

/**
 * Transcript and annotations as WebVTT (W3C). A turn is a cue `turn/N` with its speaker as voice; an annotation is a cue
 * `note/ID`, `point/ID` (shown for a millisecond, since a cue has to last) or `call/ID` (on the call as a whole) at the top
 * of the picture, its author the voice.
 */
export function writeVtt(call: ExchangeCall): string {
  const turns = spokenTurns(call).turns.map(
    (turn): Cue => ({
      ...roundStretch(vttStepMs, turn),
      id: `turn/${turn.turn + 1}`,
      settings: '',
      payload: `<v.${turn.role} ${voiceName(turn.speaker)}>${payloadText(turn.text)}`,
    }),
  );
  const notes = timedNotes(call, vttStepMs).notes.map(
    (note): Cue => ({
      startMs: note.startMs,
      endMs: Math.max(note.endMs, note.startMs + 1),
      id: `${kindOf(note)}/${idText(note.id)}`,
      settings: ' line:0',
      payload: `<v.note ${voiceName(note.authorName)}>${payloadText(note.text)}`,
    }),
  );
  const cues = [...turns.filter(({ startMs, endMs }) => endMs > startMs), ...notes]
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map(({ id, startMs, endMs, settings, payload }) => {
      return `\n${id}\n${clockText(startMs, '.')} --> ${clockText(endMs, '.')}${settings}\n${payload}\n`;
    });
  return `WEBVTT ${vttMark}\n\nNOTE call ${idText(call.row.id)}\n${cues.join('')}`;
}

function kindOf({ whole, startMs, endMs }: TimedNote): 'call' | 'point' | 'note' {
  return whole ? 'call' : startMs === endMs ? 'point' : 'note';
}

function vttEscape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A blank line would end the cue, so it gets an element without content. */
function payloadText(text: string): string {
  return vttEscape(vttText(text))
    .split('\n')
    .map((line) => (line === '' ? '<c></c>' : line))
    .join('\n');
}

function voiceName(name: string): string {
  const line = vttEscape(oneLine(name)).trim();
  return line === '' ? 'Unknown' : line;
}
