import { groupFlags, type NoteMark } from '#shared/logic/notes/flags.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { Severity } from '#shared/model/review/items.ts';
import { labelWidth } from './hatch.ts';
import type { Frame } from './paint-timing.ts';
import type { Palette } from './palette.ts';

/** Height of the strip of notes between the lanes and the ruler. */
export const NOTE_STRIP_PX = 14;

/** What of the notes changes while one works with them. */
export interface NoteEmphasis {
  readonly view: Span;
  /** The note one is at; null for none. */
  readonly activeNote: string | null;
  /** A range being marked: `endMs` is null until its end has been said. */
  readonly marking: { readonly startMs: number; readonly endMs: number | null } | null;
}

type Context = CanvasRenderingContext2D;

/** Flags closer together than this are drawn as one. */
export const FLAG_PX = 12;
const HALF = 4;
const ROW_PX = 4;

const isSeen = (mark: Span, view: Span) => mark.endMs >= view.startMs && mark.startMs <= view.endMs;

function colourOf(mark: Pick<NoteMark, 'colour' | 'resolved'>, palette: Palette): string {
  if (mark.resolved) return palette['text-3'];
  return mark.colour === null ? palette.note : palette[`tag-${mark.colour}`];
}

/** Ranges as bars with a faint band over the lanes, moments as flags; the active one as a line through the lanes. */
export function paintNotes(
  context: Context,
  notes: readonly NoteMark[],
  { view, activeNote }: NoteEmphasis,
  frame: Frame,
  palette: Palette,
): void {
  const { top, bottom, xOf, width } = frame;
  for (const mark of notes) {
    if (!mark.isRange || !isSeen(mark, view)) continue;
    const x = xOf(mark.startMs);
    const length = Math.max(2, xOf(mark.endMs) - x);
    const colour = colourOf(mark, palette);
    context.fillStyle = colour;
    context.globalAlpha = mark.id === activeNote ? 0.22 : mark.resolved ? 0.04 : 0.09;
    context.fillRect(x, top, length, bottom - top);
    context.globalAlpha = 1;
    context.fillRect(x, bottom + 1 + mark.row * ROW_PX, length, ROW_PX - 1);
    // Edges, so that a range is seen as one without its colour.
    if (length > 4) {
      context.fillRect(x, bottom - 6, 1, 6);
      context.fillRect(x + length - 1, bottom - 6, 1, 6);
    }
  }
  const y = bottom + NOTE_STRIP_PX / 2;
  const groups = groupFlags(notes, view, width, FLAG_PX);
  groups.forEach((group, at) => {
    const colour = colourOf(group, palette);
    context.fillStyle = colour;
    if (group.ids.includes(activeNote ?? '')) context.fillRect(Math.round(group.x), top, 1, bottom - top + 2);
    else context.fillRect(Math.round(group.x), bottom - 4, 1, 5);
    paintShape(context, group.severity, group.x, y, colour, palette['surface-1']);
    if (group.count === 1) return;
    const label = String(group.count);
    const next = groups[at + 1]?.x ?? width;
    if (next - group.x < HALF + 10 + labelWidth(context, label)) return;
    context.textBaseline = 'middle';
    context.fillStyle = palette['text-2'];
    context.fillText(label, group.x + HALF + 3, y + 1);
  });
}

/** A range being marked, between two brackets; only the first of them while its end has not been said. */
export function paintMarking(context: Context, { marking, view }: NoteEmphasis, frame: Frame, palette: Palette): void {
  if (marking === null) return;
  const { top, bottom, xOf } = frame;
  const x = xOf(marking.startMs);
  context.fillStyle = palette.note;
  if (marking.endMs !== null) {
    context.globalAlpha = 0.18;
    context.fillRect(x, top, Math.max(1, xOf(marking.endMs) - x), bottom - top);
    context.globalAlpha = 1;
    if (marking.endMs <= view.endMs) paintBracket(context, xOf(marking.endMs), -1, top, bottom);
  }
  if (marking.startMs >= view.startMs) paintBracket(context, x, 1, top, bottom);
}

function paintBracket(context: Context, x: number, into: 1 | -1, top: number, bottom: number): void {
  context.fillRect(x - 1, top, 2, bottom - top + NOTE_STRIP_PX);
  context.fillRect(into === 1 ? x : x - 7, top, 7, 2);
  context.fillRect(into === 1 ? x : x - 7, bottom - 2, 7, 2);
}

/** The same shapes as in the lists, so that severity is told apart without its colour. */
function paintShape(context: Context, severity: Severity | null, x: number, y: number, colour: string, ground: string) {
  context.beginPath();
  if (severity === 'major') {
    context.moveTo(x, y - HALF - 0.5);
    context.lineTo(x + HALF + 0.5, y + HALF - 0.5);
    context.lineTo(x - HALF - 0.5, y + HALF - 0.5);
    context.closePath();
  } else if (severity === 'critical') context.rect(x - HALF + 0.5, y - HALF + 0.5, 2 * HALF - 1, 2 * HALF - 1);
  else if (severity === 'minor') {
    context.moveTo(x, y - HALF - 0.5);
    context.lineTo(x + HALF + 0.5, y);
    context.lineTo(x, y + HALF + 0.5);
    context.lineTo(x - HALF - 0.5, y);
    context.closePath();
  } else context.arc(x, y, HALF - 0.5, 0, 2 * Math.PI);
  const filled = severity === 'info' || severity === 'major' || severity === 'critical';
  context.fillStyle = filled ? colour : ground;
  context.fill();
  if (filled) return;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Notes in the picture of the whole call: a tick at its lower edge, a line for a range; one per pixel at most. */
export function paintNoteTicks(
  context: Context,
  notes: readonly NoteMark[],
  width: number,
  height: number,
  scale: number,
  palette: Palette,
): void {
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const mark of notes) {
    const x = Math.min(width - 2, mark.startMs * scale);
    context.fillStyle = colourOf(mark, palette);
    if (mark.isRange) context.fillRect(x, height - 3, Math.max(2, (mark.endMs - mark.startMs) * scale), 2);
    else if (x >= drawnTo) {
      context.fillRect(x - 1, height - 5, 2, 5);
      drawnTo = x + 1;
    }
  }
}
