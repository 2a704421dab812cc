import { formatClock, formatDuration, formatLatency } from '#shared/logic/format.ts';
import type { Span } from '#shared/logic/transcript.ts';
import { rulerTicks, type WaveLevel, waveColumns } from '#shared/logic/wave-view.ts';
import { hatch, labelWidth } from './hatch.ts';
import type { PeaksData } from './load-peaks.ts';
import { NOTE_STRIP_PX, type NoteEmphasis, paintMarking, paintNotes, paintNoteTicks } from './paint-notes.ts';
import { type Frame, paintBehind, paintMeasured, paintOverlaps, paintSound } from './paint-timing.ts';
import type { Palette } from './palette.ts';
import type { GapMark, Lane, TurnMark, WaveScene } from './scene.ts';

/** A canvas to draw on, in CSS pixels; `ratio` device pixels each. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Heights that do not grow with the pane. */
export const GAP_STRIP_PX = 18;
export const RULER_PX = 18;
const FONT = '11px system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const MAX_GAIN = 5;

/** What of the drawing changes while playing. */
export interface Emphasis extends NoteEmphasis {
  readonly view: Span;
  readonly activeTurn: number;
  readonly activeSpan: Span | null;
}

/** Draws lanes, gaps, turn marks and ruler of one view. About a millisecond, so it can be done on every frame. */
export function paintWave(surface: Surface, scene: WaveScene, emphasis: Emphasis, palette: Palette): void {
  const { context, width, height, ratio } = surface;
  const { view } = emphasis;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  const top = GAP_STRIP_PX;
  const bottom = height - RULER_PX - NOTE_STRIP_PX;
  const scale = width / (view.endMs - view.startMs);
  const xOf = (ms: number) => (ms - view.startMs) * scale;
  const laneHeight = (bottom - top) / scene.lanes.length;
  const frame: Frame = { width, top, bottom, laneHeight, xOf };

  const { activeSpan } = emphasis;
  if (activeSpan !== null) {
    context.fillStyle = palette['surface-2'];
    context.fillRect(xOf(activeSpan.startMs), top, (activeSpan.endMs - activeSpan.startMs) * scale, bottom - top);
  }
  paintBehind(context, scene, view, frame, palette);
  context.fillStyle = palette.line;
  context.fillRect(0, top, width, 1);
  scene.lanes.forEach((lane, i) => {
    const laneTop = top + i * laneHeight;
    context.fillStyle = palette.line;
    if (i > 0) context.fillRect(0, Math.round(laneTop), width, 1);
    if (scene.peaks !== null) paintLane(surface, scene.peaks, lane, view, laneTop, laneHeight, 4, palette);
    else if (scene.arrivedMs !== null) paintArrived(surface, xOf(scene.arrivedMs), laneTop + laneHeight / 2, palette);
  });

  paintSound(context, scene, view, frame, palette);
  paintGaps(surface, scene, view, frame, palette);
  paintMeasured(context, scene, view, frame, palette);
  paintMarks(context, scene.marks, view, frame, emphasis.activeTurn, palette);
  paintOverlaps(context, scene, view, frame, palette);
  paintNotes(context, scene.notes, emphasis, frame, palette);
  paintMarking(context, emphasis, frame, palette);
  paintRuler(context, view, width, height - RULER_PX, palette);
}

function paintLane(
  { context, width, ratio }: Surface,
  peaks: PeaksData,
  lane: Lane,
  view: Span,
  top: number,
  height: number,
  marginPx: number,
  palette: Palette,
): void {
  const columns = Math.round(width * ratio);
  const level = pickLevel(peaks, (view.endMs - view.startMs) / columns);
  if (level === undefined) return;
  const extremes = waveColumns(level, lane.channel, view, columns);
  const middle = Math.round((top + height / 2) * ratio);
  const half = (height / 2 - marginPx) * ratio;
  const gain = Math.min(MAX_GAIN, 127 / peaks.loudest) / 127;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = lane.role === null ? palette['text-3'] : palette[lane.role];
  for (let column = 0; column < columns; column += 1) {
    const min = extremes[column * 2] as number;
    if (Number.isNaN(min)) continue;
    const max = extremes[column * 2 + 1] as number;
    const y = middle - Math.round(Math.min(1, max * gain) * half);
    const end = middle - Math.round(Math.max(-1, min * gain) * half);
    context.fillRect(column, y, 1, Math.max(1, end - y));
  }
  context.restore();
}

/** Where sound has arrived that nobody has measured yet: a line; where it is still to come, a trace of one. */
function paintArrived({ context, width }: Surface, untilX: number, y: number, palette: Palette): void {
  const middle = Math.round(y);
  const end = Math.min(width, Math.max(0, Math.round(untilX)));
  context.fillStyle = palette['text-3'];
  context.fillRect(0, middle - 1, end, 2);
  context.fillStyle = palette['line-strong'];
  for (let x = end + 4; x < width; x += 8) context.fillRect(x, middle - 1, 2, 2);
}

/** The coarsest level that is no coarser than a column; the finest there is otherwise. */
export function pickLevel(peaks: PeaksData, msPerColumn: number): WaveLevel | undefined {
  return peaks.levels.find((level) => level.hopMs <= msPerColumn) ?? peaks.levels.at(-1);
}

const byLevel = { ok: 0, slow: 1, bad: 2 } as const;

/** The worse ones last: where gaps lie closer than pixels, the worst is what is seen. */
function worstLast<T extends Pick<GapMark, 'level'>>(gaps: readonly T[]): T[] {
  return gaps.toSorted((a, b) => byLevel[a.level] - byLevel[b.level]);
}

function paintGaps({ context }: Surface, scene: WaveScene, view: Span, frame: Frame, palette: Palette): void {
  const agentLane = scene.lanes.findIndex((lane) => lane.role === 'agent');
  const top = agentLane < 0 ? frame.top : frame.top + agentLane * frame.laneHeight;
  const height = agentLane < 0 ? frame.bottom - frame.top : frame.laneHeight;
  const seen = scene.gaps.filter((gap) => gap.endMs >= view.startMs && gap.startMs <= view.endMs);
  for (const gap of worstLast(seen)) {
    const x = frame.xOf(gap.startMs);
    const width = frame.xOf(gap.endMs) - x;
    context.fillStyle = palette[gap.level];
    context.fillRect(x, GAP_STRIP_PX - 3, Math.max(1.5, width), 3);
    if (width < 3 || gap.isMeasured) continue;
    hatch(context, 'lines', { x, y: top + 1, width, height: height - 1 }, palette[gap.level]);
  }
  context.textBaseline = 'middle';
  let freeFrom = 0;
  for (const gap of seen) {
    const end = frame.xOf(gap.endMs);
    const label = formatLatency(gap.gapMs);
    // The number stands where its gap ends, so that it is read with the turn that answers; never over another gap.
    const x = end - labelWidth(context, label);
    context.fillStyle = palette[gap.level];
    if (x >= freeFrom) context.fillText(label, x, (GAP_STRIP_PX - 3) / 2 + 0.5);
    freeFrom = end + 6;
  }
}

function paintMarks(
  context: CanvasRenderingContext2D,
  marks: readonly TurnMark[],
  view: Span,
  frame: Frame,
  activeTurn: number,
  palette: Palette,
): void {
  const seen = marks.filter((mark) => mark.startMs >= view.startMs && mark.startMs <= view.endMs);
  const spacing = frame.width / Math.max(1, seen.length);
  // Closer than this they would be a band of mixed colour that says nothing.
  if (spacing < 4) return;
  for (const mark of seen) {
    const x = Math.round(frame.xOf(mark.startMs));
    const active = mark.position === activeTurn;
    const top = mark.lane === null ? frame.top : frame.top + mark.lane * frame.laneHeight;
    const height = mark.lane === null ? frame.bottom - frame.top : frame.laneHeight;
    context.fillStyle = mark.role === 'other' ? palette['text-2'] : palette[mark.role];
    // With hundreds of turns in view, whole lines would hide the sound.
    const length = spacing < 10 && !active ? 6 : height;
    context.fillRect(x, top, active ? 2 : 1, length);
    if (spacing < 16) continue;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x + 7, top);
    context.lineTo(x, top + 7);
    context.fill();
    if (spacing < 44 || mark.role === 'other') continue;
    context.textBaseline = 'top';
    context.fillText(mark.role === 'agent' ? 'A' : 'C', x + 8, top + 2);
  }
}

function paintRuler(context: CanvasRenderingContext2D, view: Span, width: number, top: number, palette: Palette): void {
  context.fillStyle = palette.line;
  context.fillRect(0, Math.round(top), width, 1);
  const { ticks, stepMs } = rulerTicks(view, width);
  const scale = width / (view.endMs - view.startMs);
  context.textBaseline = 'middle';
  for (const tick of ticks) {
    const x = Math.round((tick - view.startMs) * scale);
    context.fillStyle = palette['line-strong'];
    context.fillRect(x, top, 1, 4);
    context.fillStyle = palette['text-3'];
    const label = stepMs < 1000 ? formatClock(tick) : formatDuration(tick);
    if (x + 4 + labelWidth(context, label) <= width) context.fillText(label, x + 4, top + RULER_PX / 2 + 1);
  }
}

/** Draws the whole call small: the sound of all lanes, and the gaps as ticks. Does not depend on the view. */
export function paintMinimap(surface: Surface, scene: WaveScene, palette: Palette): void {
  const { context, width, height, ratio } = surface;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const whole = { startMs: 0, endMs: Math.max(1, scene.durationMs) };
  const { peaks } = scene;
  const top = 5;
  const laneHeight = (height - top - 1) / scene.lanes.length;
  if (peaks !== null) {
    scene.lanes.forEach((lane, i) => {
      paintLane(surface, peaks, lane, whole, top + i * laneHeight, laneHeight, 0, palette);
    });
  } else if (scene.arrivedMs !== null) {
    paintArrived(surface, (scene.arrivedMs / whole.endMs) * width, top + (height - top) / 2, palette);
  }
  const scale = width / whole.endMs;
  paintNoteTicks(context, scene.notes, width, height, scale, palette);
  for (const mark of worstLast(scene.slow)) {
    context.fillStyle = palette[mark.level];
    const x = ((mark.startMs + mark.endMs) / 2) * scale;
    // A flag for the bad ones, a dash for the slow ones: colour is not all that tells them apart.
    if (mark.level === 'slow') context.fillRect(x - 1.5, 1, 3, 2);
    else {
      context.beginPath();
      context.moveTo(x - 3.5, 0);
      context.lineTo(x + 3.5, 0);
      context.lineTo(x, 5);
      context.fill();
    }
  }
}
