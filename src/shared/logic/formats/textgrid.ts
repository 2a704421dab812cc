import type { ExchangeCall, Stretch } from '../../model/review/exchange.ts';
import { secondsText } from './clock-text.ts';
import { plainLines } from './texts.ts';
import { callTiers } from './tiers.ts';

/** Praat's numbers go further; microseconds are beyond what an ear or a sample can tell. */
export const textGridStepMs = 0.001;

/** What a label can hold of a text. An empty one is the same as none in Praat. */
export const textGridText = plainLines;

interface PraatTier {
  readonly isPoints: boolean;
  readonly name: string;
  readonly items: readonly (Stretch & { readonly text: string })[];
}

/**
 * The call as a Praat TextGrid (full text form, UTF-8): interval tiers for transcript, measured speech (`x`) and
 * annotations, which tile the whole time axis, and point tiers for points. Null when the call has no length: no recording
 * and nothing with a time.
 */
export function writeTextGrid(call: ExchangeCall): string | null {
  const { speech, sound, notes, points, endMs } = callTiers(call, textGridStepMs);
  if (endMs <= 0) return null;
  const heard = sound.map(({ name, items }) => ({ name, items: items.map((item) => ({ ...item, text: 'x' })) }));
  const tiers: PraatTier[] = [
    ...[...speech, ...heard, ...notes].map((tier) => ({ ...tier, isPoints: false })),
    ...points.map((tier) => ({ ...tier, isPoints: true })),
  ];
  const end = seconds(endMs);
  const head = `File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = ${end}\n`;
  const body = tiers.map((tier, at) => tierText(tier, at + 1, endMs)).join('');
  return `${head}tiers? <exists>\nsize = ${tiers.length}\nitem []:\n${body}`;
}

function tierText({ isPoints, name, items }: PraatTier, number: number, endMs: number): string {
  const kind = isPoints ? 'TextTier' : 'IntervalTier';
  const head =
    `    item [${number}]:\n        class = "${kind}"\n        name = ${quoted(name)}\n` +
    `        xmin = 0\n        xmax = ${seconds(endMs)}\n`;
  if (isPoints) {
    const lines = items.map(
      ({ startMs, text }, at) =>
        `        points [${at + 1}]:\n            number = ${seconds(startMs)}\n            mark = ${quoted(text)}\n`,
    );
    return `${head}        points: size = ${items.length}\n${lines.join('')}`;
  }
  const tiled = tile(items, endMs);
  const lines = tiled.map(
    ({ startMs, endMs: to, text }, at) =>
      `        intervals [${at + 1}]:\n            xmin = ${seconds(startMs)}\n            xmax = ${seconds(to)}\n` +
      `            text = ${quoted(text)}\n`,
  );
  return `${head}        intervals: size = ${tiled.length}\n${lines.join('')}`;
}

/** The stretches with empty ones between them, from 0 to the end without a hole. */
function tile(items: PraatTier['items'], endMs: number): PraatTier['items'] {
  const tiled: (Stretch & { text: string })[] = [];
  let at = 0;
  for (const item of items) {
    if (item.startMs > at) tiled.push({ startMs: at, endMs: item.startMs, text: '' });
    tiled.push(item);
    at = item.endMs;
  }
  if (at < endMs) tiled.push({ startMs: at, endMs, text: '' });
  return tiled;
}

/** As Praat writes numbers: without zeros at the end. */
function seconds(ms: number): string {
  return secondsText(ms, 6).replace(/\.?0+$/, '');
}

function quoted(text: string): string {
  return `"${textGridText(text).replaceAll('"', '""')}"`;
}
