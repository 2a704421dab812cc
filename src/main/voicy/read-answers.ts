import type { Generation } from '#shared/model/connection.ts';
import { elementTexts, isJsonObject, memberText, withoutSignedUrls } from './json-text.ts';
import { dialectOf, isUsableId, parseCall, parseSummary } from './parse-call.ts';
import { readExpiry } from './signed-url.ts';
import type { FetchedCall, ListedItem, ListPage } from './types.ts';

/** Names of fields that had a wrong type, for the log. */
export type Notes = Set<string>;

/** The rows of a list answer: an array, or an object that holds one as `calls`. Null when it is neither. */
export function listRows(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) && Array.isArray(value.calls) ? value.calls : null;
}

/** Reads a list page. `asked` is the limit sent. A bad row becomes an unreadable item; never throws for valid JSON. */
export function readListPage(
  answer: { value: unknown; text: string },
  asked: number,
  generation: Generation,
  notes: Notes,
): ListPage {
  const rows = listRows(answer.value) ?? [];
  const texts = elementTexts(Array.isArray(answer.value) ? answer.text : (memberText(answer.text, 'calls') ?? ''));
  let lastId: string | null = null;
  const items = rows.map((row, at): ListedItem => {
    const rawJson = withoutSignedUrls(texts[at] ?? 'null');
    const read = parseSummary(row);
    if (!read.ok) {
      if (read.id !== null && isUsableId(read.id)) lastId = read.id;
      return { kind: 'unreadable', id: read.id, reason: read.reason, rawJson };
    }
    for (const note of read.notes) notes.add(note);
    lastId = read.summary.id;
    return { kind: 'call', summary: read.summary, rawJson };
  });
  const total = isJsonObject(answer.value) ? answer.value.total_count : null;
  return {
    items,
    received: rows.length,
    isLast: rows.length < asked,
    lastId,
    totalCount: typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null,
    generation,
  };
}

/** The call of a Get answer: the object itself, or the one it wraps as `call`. Null when there is no object. */
export function callObject(value: unknown): { value: unknown; wrapped: boolean } | null {
  if (!isJsonObject(value)) return null;
  if (!Object.hasOwn(value, 'call_id') && isJsonObject(value.call)) return { value: value.call, wrapped: true };
  return { value, wrapped: false };
}

/** Reads a Get answer for `id`. `serverMs` is when the server sent it: signed URLs live from then. Never throws. */
export function readFetchedCall(
  answer: { value: unknown; text: string; serverMs: number },
  id: string,
  generation: Generation,
  notes: Notes,
): FetchedCall {
  const found = callObject(answer.value);
  const text = found?.wrapped ? (memberText(answer.text, 'call') ?? answer.text) : answer.text;
  const rawJson = withoutSignedUrls(text.trim());
  const read = parseCall(found?.value, generation);
  if (!read.ok) return { kind: 'unreadable', reason: read.reason, rawJson };
  if (read.call.id.toLowerCase() !== id.toLowerCase()) {
    return { kind: 'unreadable', reason: 'The API answered with another call than the one asked for.', rawJson };
  }
  for (const note of read.notes) notes.add(note);
  const url = read.recordingUrl;
  const recording =
    url === null
      ? null
      : { url, obtainedAtMs: answer.serverMs, expiresAtMs: readExpiry(url, answer.serverMs).expiresAtMs };
  return { kind: 'call', call: { ...read.call, id }, rawJson, recording, generation };
}

/** The generation of calls that came over the shared path: the first that tells, else what was known before. */
export function sharedGeneration(values: readonly unknown[], known: Generation | null): Generation {
  for (const value of values) {
    const dialect = dialectOf(value);
    if (dialect !== null) return dialect;
  }
  return known === 'legacy' ? 'legacy' : 'v1';
}
