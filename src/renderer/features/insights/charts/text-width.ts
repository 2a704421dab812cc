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

/** The text, or as much of its beginning and end as fits: a version at the end stays. */
export function fitText(text: string, widthPx: number): string {
  if (textWidth(text) <= widthPx) return text;
  const letters = [...text];
  const cut = (kept: number): string =>
    `${letters
      .slice(0, Math.ceil(kept / 2))
      .join('')
      .trimEnd()}…${letters
      .slice(letters.length - Math.floor(kept / 2))
      .join('')
      .trimStart()}`;
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(cut(middle)) <= widthPx) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
