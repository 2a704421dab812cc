const TILE_PX = 6;
const patterns = new Map<string, CanvasPattern>();

/** `lines` slant for a gap, `dots` for dead air, `bars` stand for a hold: told apart without their colours. */
export type Hatch = 'lines' | 'dots' | 'bars';

/** One tile of a pattern in a colour; made once, because stroking lines costs more than all the rest. */
function patternOf(context: CanvasRenderingContext2D, kind: Hatch, colour: string): CanvasPattern | string {
  const key = `${kind} ${colour}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const tile = new OffscreenCanvas(TILE_PX, TILE_PX);
  const ink = tile.getContext('2d');
  if (ink === null) return colour;
  ink.fillStyle = colour;
  ink.globalAlpha = kind === 'lines' ? 0.1 : 0.06;
  ink.fillRect(0, 0, TILE_PX, TILE_PX);
  ink.globalAlpha = 0.6;
  if (kind === 'lines') drawLines(ink, colour);
  else if (kind === 'dots') ink.fillRect(2, 2, 1.5, 1.5);
  else ink.fillRect(2, 0, 1, TILE_PX);
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  patterns.set(key, pattern);
  return pattern;
}

function drawLines(ink: OffscreenCanvasRenderingContext2D, colour: string): void {
  ink.strokeStyle = colour;
  ink.lineWidth = 1;
  ink.beginPath();
  for (const shift of [-TILE_PX, 0, TILE_PX]) {
    ink.moveTo(shift - 1, TILE_PX + 1);
    ink.lineTo(shift + TILE_PX + 1, -1);
  }
  ink.stroke();
}

/** A rectangle, CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Fills a rectangle with a pattern. */
export function hatch(context: CanvasRenderingContext2D, kind: Hatch, box: Box, colour: string): void {
  context.save();
  // The pattern begins where the box does, so that it does not swim while the view moves.
  context.translate(box.x, box.y);
  context.fillStyle = patternOf(context, kind, colour);
  context.fillRect(0, 0, box.width, box.height);
  context.restore();
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 4000;

/** Width of a label in the canvas's one font, CSS pixels; remembered, because hundreds are asked for on every frame. */
export function labelWidth(context: CanvasRenderingContext2D, label: string): number {
  const known = widths.get(label);
  if (known !== undefined) return known;
  if (widths.size >= MOST_WIDTHS) widths.clear();
  const { width } = context.measureText(label);
  widths.set(label, width);
  return width;
}
