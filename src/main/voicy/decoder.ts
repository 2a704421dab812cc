import type { Generation } from '#shared/model/connection.ts';
import { isJsonObject, parseJson } from './json-text.ts';
import { callObject, listRows, readFetchedCall, readListPage, sharedGeneration } from './read-answers.ts';
import { jsonTextOf } from './read-json.ts';
import type { Decoded, EncodedAnswer, EncodedCall, EncodedPage, FetchedCall, ListPage } from './types.ts';

const notJson = { kind: 'damaged', why: 'not-json' } as const;
/** What a body is, for whoever looks into it later: its kind and the names of its fields, never a value. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const names = Object.entries(value).map(([name, inner]) => {
    const within = isJsonObject(inner) ? ` (${namesOf(Object.keys(inner))})` : '';
    return `${name.slice(0, 40)}${within}`;
  });
  return `object with ${namesOf(names) || 'no fields'}`;
}

function namesOf(names: readonly string[]): string {
  return names.slice(0, 20).join(', ').slice(0, 400);
}

function wrongShape(value: unknown): Decoded<never> {
  return { kind: 'damaged', why: 'wrong-shape', shape: shapeOf(value) };
}

function parseBody({ body, maxDepth }: EncodedAnswer): { text: string; value: unknown; pruned: boolean } | null {
  const { text, pruned, bigNumbers } = jsonTextOf(body, maxDepth);
  try {
    return { text, value: parseJson(text, bigNumbers), pruned };
  } catch {
    return null;
  }
}

function generationOf({ family, known }: EncodedAnswer, values: readonly unknown[]): Generation {
  return family === 'shared' ? sharedGeneration(values, known) : 'functions';
}

/** Reads a list page. Never throws, whatever the bytes. */
export function decodePage(answer: EncodedPage): Decoded<ListPage> {
  const parsed = parseBody(answer);
  if (parsed === null) return notJson;
  const rows = listRows(parsed.value);
  if (rows === null) return wrongShape(parsed.value);
  const generation = generationOf(answer, rows);
  const notes = new Set<string>();
  const value = readListPage(parsed, answer.asked, generation, notes);
  return { kind: 'read', value, generation, notes: [...notes], pruned: parsed.pruned };
}

/** Reads a call. Never throws, whatever the bytes. */
export function decodeCall(answer: EncodedCall): Decoded<FetchedCall> {
  const parsed = parseBody(answer);
  if (parsed === null) return notJson;
  const found = callObject(parsed.value);
  if (found === null) return wrongShape(parsed.value);
  const generation = generationOf(answer, [found.value]);
  const notes = new Set<string>();
  const value = readFetchedCall({ ...parsed, serverMs: answer.serverMs }, answer.id, generation, notes);
  return { kind: 'read', value, generation, notes: [...notes], pruned: parsed.pruned };
}
