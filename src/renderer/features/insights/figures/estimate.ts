import { absent, formatCount } from '#shared/logic/format.ts';
import type { Estimate, Share } from '#shared/model/insights/common.ts';

const minus = '\u2212';

/** A number on an axis in ms, without its unit. */
export function msTick(value: number): string {
  return `${value < 0 ? minus : ''}${formatCount(Math.abs(value))}`;
}

/** A share as per cent: `4.2 %`, whole above ten. */
export function percent(share: number | null): string {
  if (share === null) return absent;
  const of = share * 100;
  return `${of === 0 || of >= 10 ? Math.round(of) : of.toFixed(1)}\u202f%`;
}

/** With its sign, so that a difference is seen to be one. */
export function signed(value: number | null, format: (value: number) => string): string {
  if (value === null) return absent;
  const text = format(Math.abs(value));
  return text === format(0) ? text : `${value < 0 ? minus : '+'}${text}`;
}

/** `640 ms to 790 ms`; an en dash where there is no interval. */
export function intervalText(
  estimate: { low: number | null; high: number | null } | null,
  format: (value: number) => string,
): string {
  return estimate === null || estimate.low === null || estimate.high === null
    ? absent
    : `${format(estimate.low)} to ${format(estimate.high)}`;
}

/** `p50 912 ms (840 ms to 980 ms)`, for what is read out. */
export function estimateWords(name: string, estimate: Estimate | null, format: (value: number) => string): string {
  if (estimate === null) return `${name}: none`;
  const around = intervalText(estimate, format);
  return `${name} ${format(estimate.value)}${around === absent ? ', too few for an interval' : ` (${around})`}`;
}

/** `12 of 80 turns, 15 % (9 % to 24 %)`. */
export function shareWords(share: Share, of: string): string {
  const around = intervalText(share, percent);
  return `${formatCount(share.k)} of ${formatCount(share.n)} ${of}, ${percent(share.share)}${around === absent ? '' : ` (${around})`}`;
}
