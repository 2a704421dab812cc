import { fileNameOf, saveBlob } from '../../../lib/save-blob.ts';
import { csvOf, type TableData } from './table-data.ts';

/** What a saved chart says beside its drawing. */
export interface ChartCaption {
  title: string;
  /** What is shown, of how much, as it stands under the title. */
  note: string;
}

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 16;
const HEADING = 44;

/** Properties that a drawing gets from style sheets, written into it as attributes. */
const drawn = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity'] as const;
const written = ['font-size', 'font-family', 'font-weight', 'text-anchor'] as const;

/**
 * The drawing as a file that needs nothing else: colours of the theme resolved, title and note above, no scripts, styles or
 * references. Colours are the ones on screen.
 */
export function svgText(svg: SVGSVGElement, { title, note }: ChartCaption): string {
  const width = svg.width.baseVal.value;
  const height = svg.height.baseVal.value;
  const copy = bareCopy(svg);
  copy.setAttribute('x', String(MARGIN));
  copy.setAttribute('y', String(MARGIN + HEADING));
  const ground = getComputedStyle(document.body);
  const page = document.createElementNS(SVG, 'svg');
  page.setAttribute('xmlns', SVG);
  const whole = [width + 2 * MARGIN, height + 2 * MARGIN + HEADING] as const;
  page.setAttribute('width', String(whole[0]));
  page.setAttribute('height', String(whole[1]));
  page.setAttribute('viewBox', `0 0 ${whole[0]} ${whole[1]}`);
  page.append(
    element('title', {}, title),
    element('rect', { width: String(whole[0]), height: String(whole[1]), fill: ground.backgroundColor }),
    heading(title, MARGIN + 16, { 'font-size': '15px', 'font-weight': '600', fill: ground.color }),
    heading(note, MARGIN + 34, { 'font-size': '12px', fill: ground.color }),
    copy,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(page)}\n`;

  function heading(text: string, y: number, look: Record<string, string>): SVGElement {
    return element('text', { x: String(MARGIN), y: String(y), 'font-family': ground.fontFamily, ...look }, text);
  }
}

function element(name: string, attributes: Record<string, string>, text = ''): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** A copy without what is for the app only, with what style sheets say as attributes. */
function bareCopy(svg: SVGSVGElement): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  from.forEach((original, i) => {
    const target = to[i];
    if (target === undefined) return;
    const look = getComputedStyle(original);
    // What is as around it, or as without a style, needs no saying.
    const around = original === svg ? null : getComputedStyle(original.parentElement ?? svg);
    for (const name of [...drawn, ...written]) {
      const value = look.getPropertyValue(name);
      target.removeAttribute(name);
      if (value !== (around?.getPropertyValue(name) ?? '')) target.setAttribute(name, value.replaceAll('"', "'"));
    }
    target.removeAttribute('opacity');
    if (look.opacity !== '1') target.setAttribute('opacity', look.opacity);
    for (const { name } of [...target.attributes]) {
      if (name === 'class' || name === 'style' || name === 'tabindex' || name === 'role' || /^(aria|data)-/.test(name))
        target.removeAttribute(name);
    }
  });
  return copy;
}

/** The same drawing as a picture, twice as many pixels as on screen. Rejects when the engine cannot draw it. */
async function pngBlob(svg: string): Promise<Blob> {
  const image = new Image();
  // A data address, because the CSP lets pictures come from nowhere else but this host.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth * 2, image.naturalHeight * 2);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no drawing context');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

export type ChartFormat = 'csv' | 'svg' | 'png';

/** Saves a chart as a file. Rejects when it cannot be drawn. */
export async function saveChart(
  format: ChartFormat,
  caption: ChartCaption,
  table: TableData,
  svg: SVGSVGElement | null,
): Promise<void> {
  const name = `${fileNameOf(caption.title, 'chart')}.${format}`;
  if (format === 'csv') {
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    saveBlob(new Blob(['\uFEFF', csvOf(table)], { type: 'text/csv;charset=utf-8' }), name);
    return;
  }
  if (svg === null) throw new Error('nothing is drawn');
  const text = svgText(svg, caption);
  saveBlob(format === 'svg' ? new Blob([text], { type: 'image/svg+xml' }) : await pngBlob(text), name);
}
