import type { Generation } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { parseBaseUrl } from './base-url.ts';
import { decodeCall, decodePage } from './decoder.ts';
import { familyOrder, getUrl, listUrl, type PathFamily } from './endpoints.ts';
import { isUsableId } from './parse-call.ts';
import { defaultRetryLimits } from './retry.ts';
import { type Answer, createTransport, type TransportLimits } from './transport.ts';
import type { Decode, EncodedCall, EncodedPage, ListQuery, VoicyClient } from './types.ts';
import { defaultTimeLimits } from './watchdog.ts';

export interface VoicyClientOptions {
  baseUrl: string;
  apiKey: string;
  fetch: typeof globalThis.fetch;
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
  // A path that answered once: from then on, 404 on a call means that call.
  let confirmed: PathFamily | null = null;

  const settle = (family: PathFamily, spoken: Generation) => {
    if (confirmed !== family) order = [family, ...order.filter((other) => other !== family)];
    confirmed = family;
    generation = spoken;
  };
  const known = (body: Uint8Array, family: PathFamily) => ({
    body,
    maxDepth: limits.maxDepth,
    family,
    known: generation,
  });

  /** Asks for a list on the path known to work, or on each until one is there. */
  const list = async <T>(query: ListQuery, decode: Decode<EncodedPage, T>, signal?: AbortSignal): Promise<T> => {
    const body = JSON.stringify({
      limit: query.limit,
      sort_order: 'descending',
      ...(query.afterId === undefined ? {} : { pagination_key: query.afterId }),
      ...(query.includeTestCalls ? { filter_criteria: { include_test_calls: true } } : {}),
    });
    for (const family of [...order]) {
      const answer = await transport.send(
        {
          what: 'list',
          method: 'POST',
          url: listUrl(base, family),
          body,
          decode: (bytes) => decode({ ...known(bytes, family), asked: query.limit }),
        },
        signal,
      );
      if (answer.kind === 'gone') continue;
      settle(family, answer.generation);
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
    const answer = await transport.send(
      {
        what: 'get',
        method: 'GET',
        url: getUrl(base, family, id),
        decode: (bytes, serverMs) => decode({ ...known(bytes, family), id, serverMs }),
      },
      signal,
    );
    if (answer.kind === 'read') settle(family, answer.generation);
    return answer;
  };

  /** Gets a call where it should be; while no path has answered yet, a 404 first has to be told from a wrong path. */
  const findCall = async <T>(id: string, decode: Decode<EncodedCall, T>, signal?: AbortSignal): Promise<Answer<T>> => {
    const family = confirmed ?? order[0] ?? 'shared';
    const answer = await get(family, id, decode, signal);
    if (answer.kind === 'read' || confirmed !== null) return answer;
    await list({ limit: 1 }, async (page) => decodePage(page), signal);
    const actual = order[0] ?? family;
    return actual === family ? answer : get(actual, id, decode, signal);
  };

  const readPage: VoicyClient['readPage'] = async (query, decode, signal) => {
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 1000) {
      throw new AppError('invalid-input', 'Ask for 1 to 1000 calls at a time.');
    }
    return await list(query, decode, signal);
  };

  const readCall: VoicyClient['readCall'] = async (id, decode, signal) => {
    if (!isUsableId(id)) throw new AppError('invalid-input', 'This is not the id of a call.');
    const answer = await findCall(id, decode, signal);
    if (answer.kind === 'read') return answer.value;
    throw new AppError('not-found', 'Voicy no longer has this call; what was downloaded before is kept.');
  };

  return {
    readPage,
    readCall,
    listCalls: (query, signal) => readPage(query, async (page) => decodePage(page), signal),
    getCall: (id, signal) => readCall(id, async (call) => decodeCall(call), signal),
    state: transport.state,
    onState: transport.onState,
    serverNow: transport.serverNow,
  };
}
