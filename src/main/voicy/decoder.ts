import type { Generation } from '#shared/model/connection.ts';
import type { PathFamily } from './endpoints.ts';
import { parseJson } from './json-text.ts';
import { callObject, listRows, readFetchedCall, readListPage, sharedGeneration } from './read-answers.ts';
import { jsonTextOf } from './read-json.ts';
import type { FetchedCall, ListPage } from './types.ts';

/** An answer's body and what is known of it. Plain data: it can be sent to another thread, `body` also transferred. */
export interface EncodedAnswer {
  /** The body as it came, decompressed, within the size limit. */
  body: Uint8Array;
  maxDepth: number;
  /** The path that answered, and what the account spoke until now: together they tell the generation. */
  family: PathFamily;
  known: Generation | null;
}

/** `notes` = names of fields with a wrong type, for the log. `pruned` = something absurdly deep was cut out. */
export type Decoded<T> =
  | { kind: 'read'; value: T; generation: Generation; notes: string[]; pruned: boolean }
  | { kind: 'damaged'; why: 'not-json' | 'wrong-shape' };

/**
 * Turns bodies into calls: everything that costs time and needs no state, so that it can run anywhere. A body that is not
 * JSON or of the wrong shape is a result (`damaged`); a rejection means that the decoder itself has failed.
 */
export interface Decoder {
  /** `asked` = the limit that was sent. */
  page(answer: EncodedAnswer & { asked: number }): Promise<Decoded<ListPage>>;
  /** `id` = the call asked for; `serverMs` = when the server answered: signed URLs live from then. */
  call(answer: EncodedAnswer & { id: string; serverMs: number }): Promise<Decoded<FetchedCall>>;
}

const notJson = { kind: 'damaged', why: 'not-json' } as const;
const wrongShape = { kind: 'damaged', why: 'wrong-shape' } as const;

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

/** Decodes where it is called. Never throws for any bytes. */
export const localDecoder: Decoder = {
  async page(answer) {
    const parsed = parseBody(answer);
    if (parsed === null) return notJson;
    const rows = listRows(parsed.value);
    if (rows === null) return wrongShape;
    const generation = generationOf(answer, rows);
    const notes = new Set<string>();
    const value = readListPage(parsed, answer.asked, generation, notes);
    return { kind: 'read', value, generation, notes: [...notes], pruned: parsed.pruned };
  },

  async call(answer) {
    const parsed = parseBody(answer);
    if (parsed === null) return notJson;
    const found = callObject(parsed.value);
    if (found === null) return wrongShape;
    const generation = generationOf(answer, [found.value]);
    const notes = new Set<string>();
    const value = readFetchedCall({ ...parsed, serverMs: answer.serverMs }, answer.id, generation, notes);
    return { kind: 'read', value, generation, notes: [...notes], pruned: parsed.pruned };
  },
};
