import type { Stretch } from '../../model/review/exchange.ts';
import { FormatError } from './format-error.ts';

// Times as the formats write them. What is rounded is rounded once, here, so that what touches still touches.

/** A time rounded to whole steps of so many ms (1 = milliseconds, 0.001 = microseconds, 0 = as it is). */
export function roundTo(stepMs: number, ms: number): number {
  if (stepMs === 0) return ms;
  // Dividing by the whole number of steps in a millisecond keeps the decimals short: 0.3, not 0.30000000000000004.
  const perMs = Math.round(1 / stepMs);
  return Math.round(ms * perMs) / perMs;
}

/** A stretch with both ends rounded to steps of so many ms. */
export function roundStretch(stepMs: number, { startMs, endMs }: Stretch): Stretch {
  return { startMs: roundTo(stepMs, startMs), endMs: roundTo(stepMs, endMs) };
}

/** Seconds with so many decimals (at most 6), cut from whole microseconds, never in exponents. */
export function secondsText(ms: number, decimals: number): string {
  const micros = Math.round(ms * 1000);
  const whole = Math.floor(micros / 1_000_000);
  const rest = String(micros - whole * 1_000_000).padStart(6, '0');
  return decimals === 0 ? String(whole) : `${whole}.${rest.slice(0, decimals)}`;
}

/** `hh:mm:ss.mmm`; the mark before the milliseconds is `.` in WebVTT, `,` in SRT. Hours have as many digits as they need. */
export function clockText(ms: number, mark: '.' | ','): string {
  const total = Math.round(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(total / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  return `${parts.join(':')}${mark}${String(total % 1000).padStart(3, '0')}`;
}

/** Milliseconds of a number of seconds, to the microsecond. */
export function msOfSeconds(seconds: number): number {
  return roundTo(0.001, seconds * 1000);
}

/** The longest time that is taken for one of a recording, ms: what an anchor may hold. */
const LONGEST_MS = 1e9;

/**
 * Checks a stretch that was read.
 *
 * @throws FormatError naming the line when it begins before the recording, ends before it begins or lies beyond all sense.
 */
export function checkStretch(stretch: Stretch, line: number | null): Stretch {
  const { startMs, endMs } = stretch;
  if (!Number.isFinite(startMs) || !Number.isFinite(endMs)) throw new FormatError('a time is not a number.', line);
  if (startMs < 0) throw new FormatError(`the time ${startMs / 1000} s lies before the recording begins.`, line);
  if (endMs < startMs)
    throw new FormatError(`it ends (${endMs / 1000} s) before it begins (${startMs / 1000} s).`, line);
  if (endMs > LONGEST_MS) throw new FormatError(`the time ${endMs / 1000} s is longer than any recording.`, line);
  return stretch;
}
