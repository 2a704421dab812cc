import type { JsonObject } from '../json-text.ts';
import { isJsonObject, rawNumberText } from '../json-text.ts';

/** What a reader answers for a value of the wrong type. */
export const wrong: unique symbol = Symbol('wrong');

/**
 * Reads one field's value, which is neither null nor absent. Plain functions instead of zod schemas: a call has hundreds of
 * fields, and reading them is most of what a call costs.
 */
export type Reader<T = unknown> = (value: unknown) => T | typeof wrong;

type Shape = Record<string, Reader>;

/** Each field as its reader returned it, or null when it is absent, null or of the wrong type. */
export type Fields<S extends Shape> = { [K in keyof S]: Exclude<ReturnType<S[K]>, typeof wrong> | null };

const entriesOf = new WeakMap<Shape, [string, Reader][]>();

function readersOf(shape: Shape): [string, Reader][] {
  const known = entriesOf.get(shape);
  if (known !== undefined) return known;
  const entries = Object.entries(shape);
  entriesOf.set(shape, entries);
  return entries;
}

/**
 * Reads the fields of `shape` one by one, so that a wrong one costs only itself. Names of fields with a wrong type are added
 * to `notes`, names only: a value may be private. Unknown fields are left to the raw JSON. Never throws.
 */
export function readFields<S extends Shape>(shape: S, source: JsonObject, notes: Set<string>, prefix = ''): Fields<S> {
  const found: Record<string, unknown> = {};
  for (const [name, reader] of readersOf(shape)) {
    // No prototype has a field of these names, and JSON makes own properties only.
    const value = source[name];
    if (value === null || value === undefined) {
      found[name] = null;
      continue;
    }
    const read = reader(value);
    found[name] = read === wrong ? null : read;
    if (read === wrong) notes.add(prefix + name);
  }
  return found as Fields<S>;
}

/** The first of two readings that fits. */
export function either<A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> {
  return (value) => {
    const read = first(value);
    return read === wrong ? second(value) : read;
  };
}

/** Longer text is no speech and no summary; the raw JSON has all of it. */
const MOST_CHARACTERS = 1_000_000;

/** A text that can be shown: one without end is cut, and says so. */
export function bounded(value: string): string {
  if (value.length <= MOST_CHARACTERS) return value;
  return `${value.slice(0, MOST_CHARACTERS).toWellFormed()}… [truncated: ${value.length} characters were sent]`;
}

/** Text; an empty string counts as nothing. */
export const text: Reader<string | null> = (value) =>
  typeof value !== 'string' ? wrong : value === '' ? null : bounded(value);

/** Text or a number as its text: versions come as either. */
export const label: Reader<string> = (value) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : wrong;

/** A number; one that a double cannot hold is none. */
export const finite: Reader<number> = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : wrong);

/** A length of time, ms. */
export const duration: Reader<number> = (value) => {
  const read = finite(value);
  return read === wrong || read < 0 ? wrong : read;
};

const latestMs = 8.64e15;
const isoWithZone = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

/** Days that do not exist roll over in `Date.parse` on some engines; the parts are held against the result. */
function isoMs(value: string): number | typeof wrong {
  if (!isoWithZone.test(value)) return wrong;
  const plain = value
    .replace(/[t ]/, 'T')
    .replace('z', 'Z')
    .replace(',', '.')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(plain);
  const day = Number(value.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)), 0)).getUTCDate();
  return Number.isFinite(ms) && ms >= 0 && day >= 1 && day <= lastDay ? ms : wrong;
}

/**
 * An instant, Unix ms that `Date` can show: a number, its digits as text (12 to 14: those can be nothing else), or an ISO
 * date and time that names its zone. Without a zone nobody can tell which instant is meant, so that is no instant.
 */
export const instant: Reader<number> = (value) => {
  if (typeof value === 'number') return value >= 0 && value <= latestMs ? value : wrong;
  if (typeof value !== 'string') return wrong;
  return /^\d{12,14}$/.test(value) ? Number(value) : isoMs(value);
};

export const object: Reader<JsonObject> = (value) => (isJsonObject(value) ? value : wrong);
export const list: Reader<unknown[]> = (value) => (Array.isArray(value) ? value : wrong);

/** A value as text: strings as they are, the rest as JSON (big numbers with all their digits). */
export function asText(value: unknown): string {
  if (typeof value === 'string') return bounded(value);
  return value === undefined || value === null ? '' : bounded(JSON.stringify(value));
}

/** Anything sent where a body may stand, as text; absent stays null. */
export const bodyText: Reader<string> = (value) => asText(value);

/** A map to text. Values of other types become their JSON; `__proto__` is left out, since copying it would be a trap. */
export const stringMap: Reader<Record<string, string>> = (value) => {
  if (!isJsonObject(value)) return wrong;
  const map: Record<string, string> = {};
  for (const [name, item] of Object.entries(value)) if (name !== '__proto__') map[name] = asText(item);
  return map;
};

/** An id or a number as text, for joining; digits beyond 2^53 are kept. */
export const looseId: Reader<string> = (value) => {
  if (typeof value === 'string' && value !== '') return value;
  const digits = typeof value === 'number' ? String(value) : rawNumberText(value);
  return digits ?? wrong;
};
