import { isPlainId } from '#shared/logic/redact/fields.ts';
import type { Redactor } from '#shared/logic/redact/redactor.ts';
import type { RedactionRules } from '#shared/model/bundle.ts';
import { isJsonObject, parseJson, rawNumberText } from '../voicy/json-text.ts';

const REMOVED = '[removed]';
/** Times, lengths and counts: long numbers that are nobody's number. */
const measures = /(?:timestamp|time|_ms|_at|duration|cost|latency|count|index|offset|seconds|bytes)$/i;
/** Ids and words of the format: digits in them are no phone number. */
const formatNames = new Set(
  `id agent_id version agent_version call_status direction call_type role method currency invocation_id gender
   detected_gender disconnection_reason`.split(/\s+/),
);
const instant = /^(?:\d{12,14}|\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d[\d:.,]*(?:[Zz]|[+-]\d\d:?\d\d)?)$/;

interface Context {
  redactor: Redactor;
  rules: Pick<RedactionRules, 'phones' | 'cards'>;
  newId: string;
}

/**
 * A raw Call object without what the rules take out, whatever generation of the API it is of, as JSON. Chosen variables lose
 * their value wherever an object has a field of their name; headers of tool calls lose theirs; JSON within a text is looked into.
 * `newId` takes the place of the call's id.
 */
export function redactRawCall(json: string, context: Context): string {
  const call = parseJson(json);
  const redacted = redactValue('', call, context);
  if (isJsonObject(redacted)) redacted.call_id = context.newId;
  return JSON.stringify(redacted);
}

function redactValue(name: string, value: unknown, context: Context): unknown {
  const { redactor, rules } = context;
  if (name !== '' && redactor.isVariable(name)) return emptied(value);
  if (typeof value === 'string') return redactText(name, value, context);
  const digits = typeof value === 'number' ? String(value) : rawNumberText(value);
  if (digits !== null) {
    if (measures.test(name)) return value;
    // As a text it would have been found: so it is looked at as one.
    return redactor.find(digits).length > 0 && (rules.phones || rules.cards || digits.length < 7)
      ? redactor.redact(digits)
      : value;
  }
  if (Array.isArray(value)) return value.map((part) => redactValue(name, part, context));
  if (!isJsonObject(value)) return value;
  const isHeaders = name === 'headers';
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      redactor.redact(key),
      isHeaders ? emptied(part) : redactValue(key, part, context),
    ]),
  );
}

function redactText(name: string, text: string, context: Context): string {
  const { redactor, rules } = context;
  if (rules.phones && /^(?:from|to|caller)_number$/.test(name) && text !== '') return '[number]';
  if (measures.test(name) && instant.test(text)) return text;
  if (formatNames.has(name) && isPlainId(text, redactor)) return text;
  return redactJsonText(text, context) ?? redactor.redact(text);
}

/** A body that is JSON itself; null for any other text. */
function redactJsonText(text: string, context: Context): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  let inner: unknown;
  try {
    inner = parseJson(text);
  } catch {
    return null;
  }
  // What JSON escapes (\u0041) was read by now, and what spans two values is still looked for.
  return context.redactor.redact(JSON.stringify(redactValue('', inner, context)));
}

function emptied(value: unknown): unknown {
  if (value === null || value === '') return value;
  if (Array.isArray(value)) return value.map(emptied);
  if (!isJsonObject(value)) return REMOVED;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, emptied(part)]));
}
