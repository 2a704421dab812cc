import type { Settings } from '../model/settings.ts';

/** What stands where a value is absent. Never 0; the reason goes into a tooltip. */
export const absent = '–';

const narrowSpace = '\u202f';
const minus = '\u2212';

/** Position in a recording to a tenth, `m:ss.s` or `h:mm:ss.s`. Cut off, not rounded: a clock never shows a time not yet reached. */
export function formatClock(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  const tenths = Math.floor(Math.abs(ms) / 100);
  const whole = clockParts(Math.floor(tenths / 10));
  return `${ms <= -100 ? minus : ''}${whole}.${tenths % 10}`;
}

/** A length to the second, `m:ss` or `h:mm:ss`, rounded. */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  return clockParts(Math.round(Math.max(0, ms) / 1000));
}

function clockParts(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A latency: `1 530 ms` below ten seconds, else `12.4 s`. Negative = the answer came before the caller had finished. */
export function formatLatency(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  const rounded = Math.round(Math.abs(ms));
  const sign = ms < 0 && rounded > 0 ? minus : '';
  return rounded < 10_000
    ? `${sign}${formatCount(rounded)}${narrowSpace}ms`
    : `${sign}${(rounded / 1000).toFixed(1)}${narrowSpace}s`;
}

/** A whole number in groups of three: `4 980`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, narrowSpace);
}

/** A size in decimal units: `812 kB`, `6.1 GB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return absent;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, bytes);
  let unit = 0;
  while (unit < units.length - 1 && value >= (unit === 0 ? 1000 : 999.5)) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 99.95 ? value.toFixed(1) : String(Math.round(value));
  return `${digits}${narrowSpace}${units[unit] ?? ''}`;
}

/** Time left, roughly: `under a minute`, `4 min`, `2 h 10 min`. */
export function formatRemaining(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes}${narrowSpace}min`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}${narrowSpace}h`;
  return rest === 0 ? hours : `${hours} ${rest}${narrowSpace}min`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(
  kind: string,
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${kind} ${locale ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** Day and time in the reader's zone, `14 Nov 09:12`; the year only when it is not this year's. The clock has 24 hours. */
export function formatDateTime(ms: number | null, locale: string | undefined, nowMs: number): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  const date = new Date(ms);
  const day = { day: '2-digit', month: 'short' } as const;
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const dayText = sameYear
    ? dateFormat('day', locale, day).format(date)
    : dateFormat('year', locale, { ...day, year: 'numeric' }).format(date);
  return `${dayText} ${clockTime(date, locale)}`;
}

/** The time alone when it is today, else as `formatDateTime`. */
export function formatTime(ms: number | null, locale: string | undefined, nowMs: number): string {
  if (ms === null || !Number.isFinite(ms)) return absent;
  const date = new Date(ms);
  const today = date.toDateString() === new Date(nowMs).toDateString();
  return today ? clockTime(date, locale) : formatDateTime(ms, locale, nowMs);
}

function clockTime(date: Date, locale: string | undefined): string {
  return dateFormat('time', locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
}

const twoDigitCountryCodes = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
);

/** An international number in groups; anything else (a SIP address, a client's name) as it came. */
export function formatPhone(number: string | null): string {
  if (number === null || number === '') return absent;
  if (!/^\+\d{7,15}$/.test(number)) return number;
  const digits = number.slice(1);
  const nanp = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits);
  if (nanp !== null) return `+1 ${nanp[1]} ${nanp[2]} ${nanp[3]}`;
  const codeLength = /^[17]/.test(digits) ? 1 : twoDigitCountryCodes.has(digits.slice(0, 2)) ? 2 : 3;
  const rest = digits.slice(codeLength);
  const groups = rest.match(/\d{3}(?=\d{2})|\d+/g) ?? [rest];
  return `+${digits.slice(0, codeLength)} ${groups.join(' ')}`;
}

export type LatencyLevel = 'ok' | 'slow' | 'bad';

/** Which of the reader's thresholds a latency has reached. A threshold belongs to the worse side. */
export function latencyLevel(ms: number, settings: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>): LatencyLevel {
  if (ms >= settings.badLatencyMs) return 'bad';
  return ms >= settings.slowLatencyMs ? 'slow' : 'ok';
}
