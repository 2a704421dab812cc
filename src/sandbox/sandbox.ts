import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiHandler } from './api/api-server.ts';
import { type GenerationName, generations } from './api/generations.ts';
import { createRateLimiter } from './api/rate-limit.ts';
import { createLiveCalls, type LiveCalls } from './calls/live-calls.ts';
import { createFaultSet, type FaultSet } from './faults/fault-set.ts';
import { type Handler, listen } from './http/listen.ts';
import { createRequestLog, type LoggedRequest, type RequestCounts } from './http/request-log.ts';
import { createRandom, hash32 } from './random.ts';
import { SANDBOX_FORBIDDEN_KEY, SANDBOX_KEY, type SandboxOptions } from './sandbox-options.ts';
import type { SignerName } from './storage/signers/signer.ts';
import { createStorageHandler } from './storage/storage-server.ts';
import { createUrlBook } from './storage/url-book.ts';

/** A running Voicy-compatible service: an API server and a storage server on 127.0.0.1. */
export interface Sandbox extends Pick<LiveCalls, 'mutate' | 'insert' | 'remove' | 'setRecording'> {
  /** Origin of the API. */
  readonly apiUrl: string;
  /** The base URL that the vendor documents for the generation it speaks now. */
  readonly baseUrl: string;
  readonly storageUrl: string;
  readonly apiKey: string;
  /** Lives of calls count from here. */
  readonly startedAtMs: number;
  /** Oldest first. */
  readonly requests: readonly LoggedRequest[];
  counts(): RequestCounts;
  clearRequests(): void;
  readonly faults: FaultSet;
  /** The server's time. */
  now(): number;
  /** Moves the server's time forward, on top of whatever clock it has. */
  advance(ms: number): void;
  expireAllUrls(): void;
  /** Moves the API: the paths of the generation it spoke until now answer 404. */
  setGeneration(name: GenerationName): void;
  /** From now on only these keys are good; the others answer 401. */
  setApiKeys(keys: readonly string[]): void;
  /** A signed URL as a Get would return it. */
  recordingUrl(callId: string): string;
  close(): Promise<void>;
}

const hourMs = 3_600_000;

/** Starts both servers. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const clock = options.clock ?? Date.now;
  let advancedMs = 0;
  const now = (): number => clock() + advancedMs;
  const dateMs = (): number => now() + (options.httpDateSkewMs ?? 0);
  const startedAtMs = options.startedAtMs ?? now();

  let generation = generations[options.generation ?? 'v1'];
  const calls = createLiveCalls(options.corpus, startedAtMs, now);
  const log = createRequestLog(options.logCapacity ?? 50_000);
  const faults = createFaultSet(createRandom(options.seed ?? 1), now);
  const urls = createUrlBook(() => storageUrl, randomBytes(32), now);
  const signerOf = createSignerChoice(options.signer ?? 'supabase');
  let apiKeys = options.apiKeys ?? [SANDBOX_KEY];
  const forbiddenKeys = options.forbiddenKeys ?? [SANDBOX_FORBIDDEN_KEY];

  const recordingUrl = (callId: string): string => {
    const extension = calls.current(callId, true)?.recordingExtension ?? 'bin';
    return urls.issue(signerOf(callId), `${callId}.${extension}`, options.urlLifetimeMs ?? hourMs);
  };
  const pause = async (): Promise<void> => {
    if (options.latencyMs) await sleep(options.latencyMs);
  };
  const shared = { calls, log, now, dateMs, pause, match: faults.match };
  const handleApi: Handler = createApiHandler({
    ...shared,
    generation: () => generation,
    rules: { badLimitStatus: options.badLimitStatus ?? 422, badKeyStatus: options.badKeyStatus ?? 400 },
    keyState: (key) => (apiKeys.includes(key) ? 'valid' : forbiddenKeys.includes(key) ? 'forbidden' : 'unknown'),
    limit: createRateLimiter(options.rateLimit),
    recordingUrl,
  });

  const storage = await listen(createStorageHandler({ ...shared, urls }), options.storagePort ?? 0);
  const storageUrl = storage.origin;
  const api = await listen(handleApi, options.port ?? 0).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });

  return {
    apiUrl: api.origin,
    get baseUrl() {
      return `${api.origin}${generation.basePath}`;
    },
    storageUrl,
    apiKey: apiKeys[0] ?? SANDBOX_KEY,
    startedAtMs,
    get requests() {
      return log.entries;
    },
    counts: log.counts,
    clearRequests: log.clear,
    faults,
    now,
    advance(ms) {
      advancedMs += ms;
    },
    expireAllUrls: urls.expireAll,
    setGeneration(name) {
      generation = generations[name];
    },
    setApiKeys(keys) {
      apiKeys = keys;
    },
    recordingUrl,
    mutate: calls.mutate,
    insert: calls.insert,
    remove: calls.remove,
    setRecording: calls.setRecording,
    async close() {
      await Promise.all([api.close(), storage.close()]);
    },
  };
}

function createSignerChoice(signer: NonNullable<SandboxOptions['signer']>): (callId: string) => SignerName {
  if (typeof signer === 'function') return signer;
  const names: readonly SignerName[] = typeof signer === 'string' ? [signer] : signer;
  return (callId) => names[hash32(callId) % names.length] ?? 'supabase';
}
