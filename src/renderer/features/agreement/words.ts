import { absent, formatCount } from '#shared/logic/format.ts';
import type { Figure, FigureReason } from '#shared/model/review/agreement.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';

const minus = '\u2212';
const narrowSpace = '\u202f';

const reasonWords: Record<FigureReason, string> = {
  nothing: 'no answers',
  'one-rater': 'one reviewer only',
  'no-overlap': 'no call in common',
  'one-category': 'all answers are the same',
  'too-few': 'too few for an interval',
  'no-spread': 'no spread to draw from',
  unstable: 'too uneven for an interval',
  'several-raters': 'for two reviewers only',
  'not-comparable': 'not compared',
};

/** Why there is no figure, in a few words; null when there is one. */
export function whyWords({ why }: Figure): string | null {
  return why === null ? null : reasonWords[why];
}

/** How a figure is written: a coefficient to two places, a share in percent, points of a score, or 0 to 1. */
export type FigureKind = 'coefficient' | 'share' | 'points';

/** One number: `0.74`, `60 %`, `+7.5`. A dash for none. */
export function formatFigure(value: number | null, kind: FigureKind): string {
  if (value === null) return absent;
  if (kind === 'share') return `${Math.round(value * 100)}${narrowSpace}%`;
  const digits = kind === 'points' ? 1 : 2;
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? minus : kind === 'points' ? '+' : ''}${text}`;
}

/** The interval, or why there is none: `0.52 to 0.84`, `5 calls: too few for an interval`. Null where there is no figure either. */
export function intervalWords(figure: Figure, kind: FigureKind, unit = 'call'): string | null {
  if (figure.value === null) return null;
  if (figure.low !== null && figure.high !== null) {
    return `${formatFigure(figure.low, kind)} to ${formatFigure(figure.high, kind)}`;
  }
  if (figure.whyNoInterval === 'too-few') return `${counted(figure.units, unit)}: ${reasonWords['too-few']}`;
  return figure.whyNoInterval === null ? null : reasonWords[figure.whyNoInterval];
}

/** `1 call`, `12 calls`. */
export function counted(count: number, unit: string): string {
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** Points of a score: `7.5`. A dash for none. */
export function formatPoints(value: number | null): string {
  return value === null ? absent : value.toFixed(1);
}

/** Where an anchor begins, ms: on the recording's clock, or for turns and tools the transcript's. Null for the whole call. */
export function anchorMs(anchor: Anchor): number | null {
  switch (anchor.on) {
    case 'call':
      return null;
    case 'point':
      return anchor.atMs;
    case 'range':
      return anchor.startMs;
    case 'turn':
    case 'text':
      return anchor.turn.startMs;
    case 'tool':
      return anchor.tool.startMs;
  }
}

/** What an anchor stands on, in a few words: `turn 4`, `“refund”`, `range`. */
export function anchorWords(anchor: Anchor): string {
  switch (anchor.on) {
    case 'call':
      return 'whole call';
    case 'point':
      return 'moment';
    case 'range':
      return 'range';
    case 'turn':
      return `turn ${anchor.turn.index + 1}`;
    case 'text':
      return `“${shortened(anchor.quote.exact)}”`;
    case 'tool':
      return `tool ${shortened(anchor.tool.name)}`;
  }
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= 40 ? text : `${letters.slice(0, 39).join('')}…`;
}
