import { z } from 'zod';
import type { JsonObject } from '../json-text.ts';
import { isJsonObject, rawNumberText } from '../json-text.ts';

/** Each field as its schema reads it, or null when it is absent, null or of the wrong type. */
export type Fields<S extends Record<string, z.ZodType>> = { [K in keyof S]: z.output<S[K]> | null };

/**
 * Reads the fields of `shape` one by one, so that a wrong one costs only itself. Names of fields with a wrong type are added
 * to `notes`, names only: a value may be private. Unknown fields are left to the raw JSON. Never throws.
 */
export function readFields<S extends Record<string, z.ZodType>>(
  shape: S,
  source: JsonObject,
  notes: Set<string>,
  prefix = '',
): Fields<S> {
  const found: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const value = Object.hasOwn(source, name) ? source[name] : null;
    if (value === null || value === undefined) {
      found[name] = null;
      continue;
    }
    const read = schema.safeParse(value);
    found[name] = read.success ? read.data : null;
    if (!read.success) notes.add(prefix + name);
  }
  return found as Fields<S>;
}

/** Text; an empty string counts as nothing. */
export const text = z.string().transform((value) => (value === '' ? null : value));
/** Text or a number as its text: versions come as either. */
export const label = z.union([text, z.number().transform(String)]);
export const finite = z.number();
/** A length of time, ms. */
export const duration = z.number().min(0);
/** Unix ms that `Date` can show. */
export const instant = z.number().min(0).max(8.64e15);
export const object = z.custom<JsonObject>(isJsonObject);
export const list = z.array(z.unknown());

/** A value as text: strings as they are, the rest as JSON (big numbers with all their digits). */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** Anything sent where a body may stand, as text; absent stays null. */
export const bodyText = z.unknown().transform(asText);

/** A map to text. Values of other types become their JSON; `__proto__` is left out, since copying it would be a trap. */
export const stringMap = object.transform((map) =>
  Object.fromEntries(
    Object.entries(map)
      .filter(([name]) => name !== '__proto__')
      .map(([name, value]) => [name, asText(value)]),
  ),
);

/** An id or a number as text, for joining; digits beyond 2^53 are kept. */
export const looseId = z.unknown().transform((value, context) => {
  if (typeof value === 'string' && value !== '') return value;
  const digits = typeof value === 'number' ? String(value) : rawNumberText(value);
  if (digits !== null) return digits;
  context.addIssue({ code: 'custom', message: 'not an id' });
  return z.NEVER;
});
