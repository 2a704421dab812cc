import { formatLatency } from '#shared/logic/format.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { Overlap } from '#shared/model/timing.ts';
import { type Hatch, hatch, labelWidth } from './hatch.ts';
import type { Palette } from './palette.ts';
import type { WaveScene } from './scene.ts';

/** Where the lanes lie on the canvas, CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly laneHeight: number;
  readonly xOf: (ms: number) => number;
}

type Context = CanvasRenderingContext2D;

const isSeen = (span: Span, view: Span) => span.endMs >= view.startMs && span.startMs <= view.endMs;

/** Dead air and holds lie behind the sound of all lanes. */
export function paintBehind(context: Context, scene: WaveScene, view: Span, frame: Frame, palette: Palette): void {
  for (const span of scene.holds) if (isSeen(span, view)) paintStretch(context, span, 'bars', 'hold', frame, palette);
  for (const span of scene.deadAir) {
    if (isSeen(span, view)) paintStretch(context, span, 'dots', 'dead air', frame, palette);
  }
}

function paintStretch(context: Context, span: Span, kind: Hatch, name: string, frame: Frame, palette: Palette): void {
  const x = frame.xOf(span.startMs);
  const width = Math.max(1, frame.xOf(span.endMs) - x);
  const height = frame.bottom - frame.top;
  hatch(context, kind, { x, y: frame.top, width, height }, palette['text-3']);
  const label = `${name} ${formatLatency(span.endMs - span.startMs)}`;
  if (width < labelWidth(context, label) + 12) return;
  paintLabel(context, label, x + width / 2, frame.top + 9, palette, palette['text-2']);
}

/** Words on a ground of their own, centred, so that neither sound nor hatching runs through them. */
function paintLabel(context: Context, label: string, x: number, y: number, palette: Palette, colour: string): void {
  const width = labelWidth(context, label);
  context.fillStyle = palette['surface-1'];
  context.fillRect(x - width / 2 - 2, y - 7, width + 4, 14);
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(label, x - width / 2, y + 0.5);
}

const SPEECH_PX = 2;

/** A thin line under each lane where its channel carries speech; music and tones dashed and named. */
export function paintSound(context: Context, scene: WaveScene, view: Span, frame: Frame, palette: Palette): void {
  scene.lanes.forEach((lane, i) => {
    const sound = scene.sound[lane.channel];
    if (sound === undefined) return;
    const y = Math.round(frame.top + (i + 1) * frame.laneHeight) - SPEECH_PX - 1;
    context.fillStyle = lane.role === null ? palette['text-2'] : palette[lane.role];
    let drawnTo = Number.NEGATIVE_INFINITY;
    for (const span of sound.speech) {
      if (!isSeen(span, view)) continue;
      // Segments closer than a pixel are one line: as many rectangles as there are pixels are enough.
      const x = Math.max(frame.xOf(span.startMs), drawnTo);
      const end = Math.max(frame.xOf(span.endMs), x + 0.5);
      if (end - drawnTo < 0.5) continue;
      context.fillRect(x, y, end - x, SPEECH_PX);
      drawnTo = end;
    }
    for (const span of sound.other) {
      if (!isSeen(span, view)) continue;
      const x = Math.max(0, frame.xOf(span.startMs));
      const end = Math.min(frame.width, frame.xOf(span.endMs));
      context.fillStyle = palette['text-2'];
      for (let at = x; at < end; at += 6) context.fillRect(at, y, Math.min(3, end - at), SPEECH_PX);
      if (end - x > labelWidth(context, span.kind) + 8) {
        paintLabel(context, span.kind, (x + end) / 2, y - 8, palette, palette['text-2']);
      }
    }
  });
}

/** The silences before agent turns as they are heard: hatched between two lines, with their length where there is room. */
export function paintMeasured(context: Context, scene: WaveScene, view: Span, frame: Frame, palette: Palette): void {
  const agentLane = scene.lanes.findIndex((lane) => lane.role === 'agent');
  const top = agentLane < 0 ? frame.top : frame.top + agentLane * frame.laneHeight;
  const height = agentLane < 0 ? frame.bottom - frame.top : frame.laneHeight;
  for (const mark of scene.measured) {
    if (!isSeen(mark, view)) continue;
    const x = frame.xOf(mark.startMs);
    const end = frame.xOf(mark.endMs);
    const width = end - x;
    context.fillStyle = palette.measured;
    if (width < 3) {
      context.fillRect(x, top + height - 8, Math.max(1, width), 5);
      continue;
    }
    hatch(context, 'lines', { x, y: top + 1, width, height: height - 1 }, palette.measured);
    context.fillStyle = palette.measured;
    context.fillRect(x, top + 1, 1, height - 1);
    context.fillRect(end - 1, top + 1, 1, height - 1);
    // What is less certain says so in a sign, not in a shade.
    const label = `${mark.certain ? '' : '≈ '}${formatLatency(mark.gapMs)}`;
    if (width < labelWidth(context, label) + 8) continue;
    paintLabel(context, label, (x + end) / 2, top + height - 13, palette, palette.measured);
  }
}

/** Signs closer than this would run into each other. */
const SIGN_PX = 11;

/**
 * Both parties at once, on the line between the lanes. A barge-in is a solid bar with a wedge into the lane of the party
 * it stopped, a backchannel a ring, talking over each other two lines.
 */
export function paintOverlaps(context: Context, scene: WaveScene, view: Span, frame: Frame, palette: Palette): void {
  if (scene.lanes.length !== 2) return;
  const y = Math.round(frame.top + frame.laneHeight);
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const overlap of scene.overlaps) {
    if (!isSeen(overlap, view)) continue;
    const x = frame.xOf(overlap.startMs);
    const width = Math.max(2, frame.xOf(overlap.endMs) - x);
    context.fillStyle = palette['text-1'];
    paintBar(context, overlap.kind, x, y, width, palette);
    if (x < freeFrom) continue;
    freeFrom = x + SIGN_PX;
    paintSign(context, overlap, x, y, scene.lanes[0]?.role === overlap.first ? -1 : 1, palette);
  }
}

function paintBar(context: Context, kind: Overlap['kind'], x: number, y: number, width: number, palette: Palette) {
  if (kind === 'barge-in') context.fillRect(x, y - 2, width, 4);
  else if (kind === 'talk-over') {
    context.fillRect(x, y - 3, width, 1.5);
    context.fillRect(x, y + 1.5, width, 1.5);
  } else {
    context.fillStyle = palette['text-2'];
    context.fillRect(x, y - 0.5, width, 1.5);
  }
}

/** `into` = -1 for the upper lane, 1 for the lower one. */
function paintSign(context: Context, overlap: Overlap, x: number, y: number, into: 1 | -1, palette: Palette): void {
  if (overlap.kind === 'talk-over') return;
  context.beginPath();
  if (overlap.kind === 'barge-in') {
    context.moveTo(x, y + into * 2);
    context.lineTo(x + 9, y + into * 2);
    context.lineTo(x, y + into * 11);
    context.fill();
    return;
  }
  context.arc(x + 4, y, 3.5, 0, 2 * Math.PI);
  context.fillStyle = palette['surface-1'];
  context.fill();
  context.strokeStyle = palette['text-2'];
  context.lineWidth = 1.5;
  context.stroke();
}
