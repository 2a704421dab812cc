/** A number kept as it was written because a double cannot hold it (`JSON.rawJSON`). */
interface RawNumber {
  rawJSON: string;
}

/** The part of ES2025's JSON that TypeScript's ES2024 library does not describe yet. */
interface SourceJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
}
const sourceJson = JSON as unknown as SourceJson;

export type JsonObject = Record<string, unknown>;

/** True for a JSON object (not an array, not null, not a kept number). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !sourceJson.isRawJSON(value);
}

/** The text of a number that a double cannot hold, else null. */
export function rawNumberText(value: unknown): string | null {
  return sourceJson.isRawJSON(value) ? (value as RawNumber).rawJSON : null;
}

/**
 * `JSON.parse`, except that integers beyond 2^53 and numbers beyond a double keep their text, so that a later
 * `JSON.stringify` writes them as they came. `bigNumbers` false = none of them can be in it. Throws `SyntaxError`.
 */
export function parseJson(text: string, bigNumbers = true): unknown {
  if (!bigNumbers) return JSON.parse(text);
  return sourceJson.parse(text, (_key, value, context) => {
    if (typeof value !== 'number' || context.source === undefined) return value;
    const lossy = /^-?\d+$/.test(context.source) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
    return lossy ? sourceJson.rawJSON(context.source) : value;
  });
}

const quote = 34;
const backslash = 92;

/** The index after the string literal whose opening quote is at `start`. */
function skipString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    at += code === backslash ? 2 : 1;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** The index after the value that starts at `start`; the text is known to be valid JSON. */
function skipValue(text: string, start: number): number {
  let at = start;
  let depth = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      at = skipString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (char === ',' || text.charCodeAt(at) <= 32)) return at;
    at += 1;
  }
  return at;
}

/** The text with every array or object below `maxDepth` levels replaced by null. Text that is not JSON stays not JSON. */
export function pruneDeep(text: string, maxDepth: number): string {
  const pieces: string[] = [];
  let kept = 0;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char === '"') {
      at = skipString(text, at);
      continue;
    }
    if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth <= maxDepth) {
      at += 1;
      continue;
    }
    pieces.push(text.slice(kept, at), 'null');
    at = skipValue(text, at);
    kept = at;
    depth -= 1;
  }
  return kept === 0 ? text : pieces.join('') + text.slice(kept);
}

/** The texts of an array's elements, exactly as sent. Empty when `text` is not an array. Expects valid JSON. */
export function elementTexts(text: string): string[] {
  const found: string[] = [];
  let at = skipSpace(text, 0);
  if (text[at] !== '[') return found;
  at = skipSpace(text, at + 1);
  while (at < text.length && text[at] !== ']') {
    const end = skipValue(text, at);
    found.push(text.slice(at, end));
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return found;
}

/** The text of an object's member, exactly as sent; of the last one when the key is repeated, as `JSON.parse` reads it. */
export function memberText(text: string, key: string): string | null {
  let found: string | null = null;
  let at = skipSpace(text, 0);
  if (text[at] !== '{') return null;
  at = skipSpace(text, at + 1);
  while (text[at] === '"') {
    const keyEnd = skipString(text, at);
    const name = decode(text.slice(at, keyEnd));
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, start);
    if (name === key) found = text.slice(start, end);
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return found;
}

function decode(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  const value: unknown = JSON.parse(literal);
  return typeof value === 'string' ? value : '';
}

/** Rewrites string literals; `change` gets the literal and where it ends, and returns the new text and how far it reaches. */
function rewriteStrings(
  text: string,
  change: (literal: string, end: number) => { text: string; end: number } | null,
): string {
  const pieces: string[] = [];
  let kept = 0;
  let at = text.indexOf('"');
  while (at !== -1) {
    const end = skipString(text, at);
    const changed = change(text.slice(at, end), end);
    if (changed !== null) {
      pieces.push(text.slice(kept, at), changed.text);
      kept = changed.end;
    }
    at = text.indexOf('"', changed?.end ?? end);
  }
  return kept === 0 ? text : pieces.join('') + text.slice(kept);
}

const doubtfulEscape = /\\u(?:0000|d[89a-f])/i;

/**
 * Takes NUL out of the strings of a JSON text and replaces lone surrogates by U+FFFD: SQLite cannot keep either.
 * Text that is not JSON comes back unchanged, for the parser to refuse.
 */
export function cleanJsonText(text: string): string {
  const bare = text.includes('\0') ? text.replaceAll('\0', '') : text;
  if (!bare.includes('\\u') || !doubtfulEscape.test(bare)) return bare;
  try {
    return rewriteStrings(bare, (literal, end) => {
      if (!doubtfulEscape.test(literal)) return null;
      return { text: JSON.stringify(decode(literal).replaceAll('\0', '').toWellFormed()), end };
    });
  } catch {
    return bare;
  }
}

/** The ways one URL may be written inside another string. The query alone is enough to rebuild the key to a recording. */
function spellings(url: string): string[] {
  const query = url.slice(url.indexOf('?') + 1);
  const parts = url.includes('?') && query.length >= 16 ? [url, query] : [url];
  const all = parts.flatMap((part) => [
    part,
    encodeURIComponent(part.toWellFormed()),
    part.replaceAll('&', '&amp;'),
    part.replaceAll('&', '\\u0026'),
    part.replaceAll('/', '\\/'),
  ]);
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

/** A key's letters, or a URL's, may be written as escapes; then only decoding every string finds them. */
const escapedAscii = /\\u00(?:2[de]|3\d|[4-7])/i;

const isUrl = (value: string) => value.includes('://');

/** Replaces the value of every `recording_url` by null, and tells the URLs that stood there. */
function withoutRecordingUrls(raw: string): { text: string; urls: Set<string> } {
  const urls = new Set<string>();
  const text = rewriteStrings(raw, (literal, end) => {
    if (decode(literal) !== 'recording_url') return null;
    const colon = skipSpace(raw, end);
    if (raw[colon] !== ':') return null;
    const start = skipSpace(raw, colon + 1);
    const valueEnd = skipValue(raw, start);
    rewriteStrings(raw.slice(start, valueEnd), (inner) => {
      const value = decode(inner);
      if (isUrl(value)) urls.add(value);
      return null;
    });
    return { text: `${raw.slice(end - literal.length, start)}null`, end: valueEnd };
  });
  return { text, urls };
}

/** The same for the usual text: the key once, plainly spelled, with a plain string or null. Null for anything else. */
function withoutOneRecordingUrl(raw: string): { text: string; urls: Set<string> } | null {
  const at = raw.indexOf('"recording_url"');
  if (at === -1 || raw.indexOf('recording_url', at + 2) !== -1) return null;
  const start = /^\s*:\s*/.exec(raw.slice(at + 15, at + 40));
  if (start === null) return null;
  const from = at + 15 + start[0].length;
  if (raw[from] !== '"') return raw.startsWith('null', from) ? { text: raw, urls: new Set() } : null;
  const end = skipString(raw, from);
  const value = decode(raw.slice(from, end));
  return { text: `${raw.slice(0, from)}null${raw.slice(end)}`, urls: new Set(isUrl(value) ? [value] : []) };
}

/** A part of a URL's query that looks the same in all its spellings; the longest one is enough to look for. */
function telltale(url: string): string {
  const query = url.slice(url.indexOf('?') + 1);
  const part = url.includes('?') && query.length >= 16 ? query : url;
  return (part.match(/[A-Za-z0-9]+/g) ?? ['']).reduce((a, b) => (b.length > a.length ? b : a));
}

/**
 * The raw text of a call without its signed URL: every `recording_url` becomes `null`, and the same URL elsewhere is
 * replaced by `[removed]`. All else stays as sent: unknown fields, key order, numbers. Expects valid JSON.
 */
export function withoutSignedUrls(raw: string): string {
  const escaped = raw.includes('\\u00') && escapedAscii.test(raw);
  if (!raw.includes('recording_url') && !escaped) return raw;
  const { text, urls } = (escaped ? null : withoutOneRecordingUrl(raw)) ?? withoutRecordingUrls(raw);
  const here = [...urls].filter((url) => escaped || text.includes(telltale(url)));
  if (here.length === 0) return text;
  const removed = here.flatMap(spellings);
  return rewriteStrings(text, (literal, end) => {
    const value = decode(literal);
    const clean = removed.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), value);
    return clean === value ? null : { text: JSON.stringify(clean), end };
  });
}
