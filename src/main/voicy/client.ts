import type { Generation } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Clock, Logger, SendRequest } from '../ports.ts';
import { parseBaseUrl } from './base-url.ts';
import { decodeCall, decodePage } from './decoder.ts';
import { familyOrder, getUrl, listUrl, type PathFamily } from './endpoints.ts';
import { listBody, refusedList } from './list-body.ts';
import { isUsableId } from './parse-call.ts';
import { defaultRetryLimits } from './retry.ts';
import { type Answer, createTransport, type TransportLimits } from './transport.ts';
import type { Decode, EncodedCall, EncodedPage, ListQuery, VoicyClient } from './types.ts';
import { defaultTimeLimits } from './watchdog.ts';

export interface VoicyClientOptions {
  baseUrl: string;
  apiKey: string;
  send: SendRequest;
  clock: Clock;
  random: () => number;
  logger: Logger;
  /** What this account spoke last time; a hint only, the answers decide. */
  generation?: Generation | undefined;
  limits?: Partial<TransportLimits> | undefined;
}

export const defaultLimits: TransportLimits = {
  ...defaultRetryLimits,
  ...defaultTimeLimits,
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 64,
  maxInFlight: 8,
  damagedTries: 3,
  limitedTries: 6,
};

/** So many different calls in a row that are not there: it may be that their path is not. */
const doubtAfter = 25;

function checkKey(apiKey: string): string {
  const key = apiKey.trim();
  if (key === '') throw new AppError('unauthorized', 'Enter an API key; Voicy shows it under API keys.');
  if (!/^[\x21-\x7e]{1,500}$/.test(key)) {
    throw new AppError('unauthorized', 'This API key has characters that no key has; copy it again.');
  }
  return key;
}

/**
 * A client for one account. Throws `invalid-input` for an address that cannot be used and `unauthorized` for a key that cannot
 * be one, both before any request. Redirects are never followed; the key goes to the given host only.
 */
export function createVoicyClient(options: VoicyClientOptions): VoicyClient {
  const base = parseBaseUrl(options.baseUrl);
  const limits = { ...defaultLimits, ...options.limits };
  const transport = createTransport({ ...options, apiKey: checkKey(options.apiKey), host: base.host, limits });
  let generation: Generation | null = options.generation ?? null;
  let order: PathFamily[] = familyOrder(base, options.generation);
  let confirmed: PathFamily | null = null;
  let started = 0;
  // The latest start of a request that this path has answered: what started earlier found the path there.
  let answeredStart = 0;
  const goneInRow = new Set<string>();
  let doubtAt = doubtAfter;

  const settle = (family: PathFamily, spoken: Generation, start: number) => {
    // An answer that was on its way when the API moved does not move it back.
    if (confirmed !== null && confirmed !== family && start < answeredStart) return;
    if (confirmed !== family) order = [family, ...order.filter((other) => other !== family)];
    answeredStart = confirmed === family ? Math.max(answeredStart, start) : start;
    confirmed = family;
    generation = spoken;
  };
  const known = (body: Uint8Array, family: PathFamily) => ({
    body,
    maxDepth: limits.maxDepth,
    family,
    known: generation,
  });

  /** Asks for a list on the path known to work, and on the others when it is not there (any more). */
  const list = async <T>(query: ListQuery, decode: Decode<EncodedPage, T>, signal?: AbortSignal): Promise<T> => {
    const body = listBody(query);
    for (const family of [...order]) {
      started += 1;
      const start = started;
      const answer = await transport
        .send(
          {
            what: 'list',
            method: 'POST',
            url: listUrl(base, family),
            body,
            decode: (bytes) => decode({ ...known(bytes, family), asked: query.limit }),
          },
          signal,
        )
        .catch((error: unknown) => {
          throw refusedList(error, query);
        });
      if (answer.kind === 'gone') continue;
      settle(family, answer.generation, start);
      return answer.value;
    }
    throw new AppError(
      'invalid-input',
      `${base.host} answered, but has no list of Voicy calls at this address; check the address in Settings.`,
    );
  };

  const get = async <T>(
    family: PathFamily,
    id: string,
    decode: Decode<EncodedCall, T>,
    signal?: AbortSignal,
  ): Promise<Answer<T>> => {
    started += 1;
    const start = started;
    const answer = await transport.send(
      {
        what: 'get',
        method: 'GET',
        url: getUrl(base, family, id),
        decode: (bytes, serverMs) => decode({ ...known(bytes, family), id, serverMs }),
      },
      signal,
    );
    if (answer.kind === 'read') {
      settle(family, answer.generation, start);
      goneInRow.clear();
      doubtAt = doubtAfter;
    }
    return answer;
  };

  /**
   * Whether a 404 on a call means that call. Not while no path has answered yet, nor when it may be the path that has gone:
   * its body does not name the call and nothing asked since was answered there, or it is one of many in a row.
   */
  const believes = (family: PathFamily, id: string, said: boolean, askedAt: number): boolean => {
    goneInRow.add(id);
    if (confirmed !== family) return false;
    return answeredStart > askedAt || (said && goneInRow.size < doubtAt);
  };

  let looking: Promise<unknown> | null = null;
  /** Asks the list where it is now; all who doubt at the same moment are answered by one request. */
  const lookForPath = (): Promise<unknown> => {
    looking ??= list({ limit: 1 }, async (page) => decodePage(page)).finally(() => {
      looking = null;
    });
    return looking;
  };

  /** Gets a call where it should be; a 404 that may mean the path is held against the list, wherever that is now. */
  const findCall = async <T>(id: string, decode: Decode<EncodedCall, T>, signal?: AbortSignal): Promise<Answer<T>> => {
    const family = confirmed ?? order[0] ?? 'shared';
    const askedAt = started + 1;
    const answer = await get(family, id, decode, signal);
    if (answer.kind === 'read' || believes(family, id, answer.said, askedAt)) return answer;
    // Whoever asked meanwhile may have found the new path already.
    if (confirmed === null || confirmed === family) await lookForPath();
    signal?.throwIfAborted();
    goneInRow.clear();
    const actual = order[0] ?? family;
    // The path is where it was: so many calls are really gone, and not every few of them need to be held against the list.
    doubtAt = actual === family ? doubtAt * 2 : doubtAfter;
    return actual === family ? answer : get(actual, id, decode, signal);
  };

  const readCall: VoicyClient['readCall'] = async (id, decode, signal) => {
    if (!isUsableId(id)) throw new AppError('invalid-input', 'This is not the id of a call.');
    const answer = await findCall(id, decode, signal);
    if (answer.kind === 'read') return answer.value;
    throw new AppError('not-found', 'Voicy no longer has this call; what was downloaded before is kept.');
  };

  return {
    readPage: list,
    readCall,
    listCalls: (query, signal) => list(query, async (page) => decodePage(page), signal),
    getCall: (id, signal) => readCall(id, async (call) => decodeCall(call), signal),
    state: transport.state,
    onState: transport.onState,
    serverNow: transport.serverNow,
    generation: () => generation,
  };
}
