import { formatBytes, formatCount } from '#shared/logic/format.ts';

/** What was typed into a field: a value to store, or why there is none. */
export type Read<T> = { value: T; error: null } | { value: null; error: string };

const fine = <T>(value: T): Read<T> => ({ value, error: null });
const wrong = (error: string): Read<never> => ({ value: null, error });
const compact = (text: string): string => text.replace(/[\s\u202f]/g, '');

const longestSeconds = 86_400;

/** A length in whole seconds, as ms; empty means none, 0. */
export function readSeconds(text: string): Read<number> {
  const digits = compact(text);
  if (digits === '') return fine(0);
  if (!/^\d{1,5}$/.test(digits) || Number(digits) > longestSeconds) {
    return wrong(`Whole seconds from 0 to ${formatCount(longestSeconds)}, or empty for no minimum.`);
  }
  return fine(Number(digits) * 1000);
}

export function secondsText(ms: number): string {
  return ms === 0 ? '' : String(Math.round(ms / 1000));
}

/** A length in seconds (decimal, comma or point) between two limits given in ms, as whole ms. */
export function readSecondsWithin(text: string, leastMs: number, mostMs: number): Read<number> {
  const number = compact(text).replace(',', '.');
  const ms = Math.round(Number(number) * 1000);
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(number) || ms < leastMs || ms > mostMs) {
    return wrong(`Seconds from ${leastMs / 1000} to ${formatCount(mostMs / 1000)}.`);
  }
  return fine(ms);
}

/** A length in whole ms between two limits. */
export function readMsWithin(text: string, leastMs: number, mostMs: number): Read<number> {
  const digits = compact(text);
  const ms = Number(digits);
  if (!/^\d{1,6}$/.test(digits) || ms < leastMs || ms > mostMs) {
    return wrong(`A whole number from ${formatCount(leastMs)} to ${formatCount(mostMs)}.`);
  }
  return fine(ms);
}

const mostDays = 36_500;

/** An age in whole days; `days: null` (empty) means any. */
export function readDays(text: string): Read<{ days: number | null }> {
  const digits = compact(text);
  if (digits === '') return fine({ days: null });
  const days = Number(digits);
  if (!/^\d{1,5}$/.test(digits) || days < 1 || days > mostDays) {
    return wrong(`Whole days from 1 to ${formatCount(mostDays)}, or empty for any age.`);
  }
  return fine({ days });
}

const gigabyte = 1_000_000_000;
const leastGigabytes = 0.1;
const mostGigabytes = 100_000;

/** A size in GB (decimal, comma or point), as bytes. */
export function readGigabytes(text: string): Read<number> {
  const number = compact(text).replace(',', '.');
  const value = Number(number);
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(number) || value < leastGigabytes || value > mostGigabytes) {
    return wrong(`A size from ${leastGigabytes} to ${formatCount(mostGigabytes)} GB.`);
  }
  return fine(Math.round(value * gigabyte));
}

export function gigabytesText(bytes: number): string {
  return String(Math.round(bytes / (gigabyte / 100)) / 100);
}

/** What a limit would do to what is here now, as a sentence. */
export function capEffect(capBytes: number, usedBytes: number): string {
  if (usedBytes <= capBytes) return `Recordings take ${formatBytes(usedBytes)} of it now.`;
  return `Recordings take ${formatBytes(usedBytes)} now: about ${formatBytes(usedBytes - capBytes)} of them would be removed.`;
}

const mistyped = 'A day from 1970 on.';

/** Both days of a window as typed (`YYYY-MM-DD`, empty = open), as [from, to) in Unix ms of the local zone. */
export function readWindow(from: string, to: string): Read<{ fromMs: number | null; toMs: number | null }> {
  const fromMs = from === '' ? null : dayStart(from, 0);
  const toMs = to === '' ? null : dayStart(to, 1);
  if (fromMs === undefined || toMs === undefined) return wrong(mistyped);
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return wrong('“To” is before “from”: no call would match.');
  return fine({ fromMs, toMs });
}

/** Midnight of a local day plus some days; by the calendar, because days of 23 and 25 hours exist. */
function dayStart(day: string, plusDays: number): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return undefined;
  const ms = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + plusDays).getTime();
  return ms >= 0 && Number(match[1]) >= 1970 ? ms : undefined;
}

/** The local day of an instant; `lastOf` an end that is not included gives the day before it. */
export function dayText(ms: number | null, end: 'firstOf' | 'lastOf'): string {
  if (ms === null) return '';
  const date = new Date(end === 'firstOf' ? ms : ms - 1);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
