import { absent, formatLatency } from '#shared/logic/format.ts';

/** A figure with its 95 % interval; null where it cannot be computed. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

const minus = '\u2212';

/** A number on an axis in ms, without its unit. */
export function msTick(value: number): string {
  return formatLatency(value)
    .replace(/\s?ms$/u, '')
    .trim();
}

/** A share as per cent: `12.4 %`, whole above ten. */
export function percent(share: number | null): string {
  if (share === null) return absent;
  const of = share * 100;
  return `${of === 0 || of >= 10 ? Math.round(of) : of.toFixed(1)}\u202f%`;
}

/** With its sign, so that a difference is seen to be one. */
export function signed(value: number | null, format: (value: number) => string): string {
  if (value === null) return absent;
  const text = format(Math.abs(value));
  if (text === format(0)) return text;
  return `${value < 0 ? minus : '+'}${text}`;
}

/** `640 to 790 ms`; an en dash where there is no interval. */
export function intervalText({ low, high }: Estimate, format: (value: number) => string): string {
  return low === null || high === null ? absent : `${format(low)} to ${format(high)}`;
}

/** `median 912 ms (840 to 980 ms)`, for what is read out. */
export function estimateWords(name: string, estimate: Estimate, format: (value: number) => string): string {
  if (estimate.value === null) return `${name} not to be had`;
  const around = intervalText(estimate, format);
  return `${name} ${format(estimate.value)}${around === absent ? '' : ` (${around})`}`;
}
