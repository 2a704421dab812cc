let context: OffscreenCanvasRenderingContext2D | null = null;
const known = new Map<string, number>();

/** Width of a text at the charts' 12 px, px; bold ones are a little wider than this. */
export function textWidth(text: string): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  context ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return text.length * 7;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const { width } = context.measureText(text);
  if (known.size > 5000) known.clear();
  known.set(text, width);
  return width;
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function fitText(text: string, widthPx: number): string {
  if (textWidth(text) <= widthPx) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${letters.slice(0, middle).join('').trimEnd()}…`) <= widthPx) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('').trimEnd()}…`;
}
