/** Field names whose values never reach a log, compared in lower case. */
const secretNames = new Set([
  'authorization',
  'apikey',
  'api_key',
  'x-api-key',
  'key',
  'token',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'phone',
  'caller',
  'callee',
  'from_number',
  'to_number',
  'email',
  'name_of_caller',
  'transcript',
  'content',
  'text',
  'utterance',
  'summary',
]);

const hidden = '[redacted]';
const urlQuery = /\b([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/gi;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]+@/gi;
const bearer = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const keyLike = /\b(?:[a-z]+_)?(?:sk|pk|tok)[-_][\w-]{8,}/gi;
const email = /[\w.+-]+@[\w-]+\.[\w.-]+/g;
const phone = /(?<![\w.:-])\+?\d[\d ()-]{7,}\d(?![\w.:-])/g;

/** A string without URL queries, credentials, keys, e-mail addresses or phone numbers. */
export function redactText(text: string): string {
  return text
    .replace(urlQuery, '$1?…')
    .replace(urlCredentials, '$1…@')
    .replace(bearer, `$1 ${hidden}`)
    .replace(keyLike, hidden)
    .replace(email, hidden)
    .replace(phone, (match) => (match.startsWith('+') || /[ ()-]/.test(match) ? hidden : match));
}

/** A copy of log fields that is safe to write: errors become plain objects, depth and breadth are bounded. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value.length > 4000 ? `${value.slice(0, 4000)}…` : value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth > 6) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).slice(0, 50);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, isSecret(name, item) ? hidden : redact(item, depth + 1)]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  return secretNames.has(name.toLowerCase()) && typeof value !== 'number' && typeof value !== 'boolean';
}

function redactError(error: Error, depth: number): object {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) };
  return {
    type: error.name,
    message: redactText(error.message),
    ...code,
    stack: redactText(error.stack ?? ''),
    ...cause,
  };
}
