import type { Generation } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Clock, HttpAnswer, Logger, SendRequest } from '../ports.ts';
import { type AttemptSpec, attempt, bodyKind } from './attempt.ts';
import { admit, closedCircuit, onFailure } from './circuit.ts';
import { damagedAnswer, RequestFailure, saysCallIsGone, statusFailure } from './http-errors.ts';
import { createLimiter } from './limiter.ts';
import { readRateHeaders } from './rate-headers.ts';
import type { BodyLimits } from './read-json.ts';
import { backoffMs, isRetryableStatus, parseHttpDate, parseRetryAfter, type RetryLimits } from './retry.ts';
import { createServerClock } from './server-clock.ts';
import type { ClientState, Decoded } from './types.ts';
import { createWatchdog, type TimeLimits } from './watchdog.ts';

export interface TransportLimits extends RetryLimits, TimeLimits, BodyLimits {
  maxInFlight: number;
  /** How often an answer that is not JSON, or not of the right shape, is asked for again at most, all tries counted. */
  damagedTries: number;
  /** The same for an answer of 429. */
  limitedTries: number;
}

export interface TransportOptions {
  host: string;
  apiKey: string;
  send: SendRequest;
  clock: Clock;
  random: () => number;
  logger: Logger;
  limits: TransportLimits;
}

/** What came of a request; `gone` = 404, 405 or 410. `said` = the body says that it is the call which is not there. */
export type Answer<T> = { kind: 'gone'; said: boolean } | { kind: 'read'; value: T; generation: Generation };

export interface TransportRequest<T> extends AttemptSpec {
  /** For the log: `list` or `get`, never the URL. */
  what: string;
  /** Makes something of a body. `serverMs` = the answer's `Date`, or the best guess at it. */
  decode: (body: Uint8Array, serverMs: number) => Promise<Decoded<T>>;
}

export interface Transport {
  send<T>(request: TransportRequest<T>, signal?: AbortSignal): Promise<Answer<T>>;
  state(): ClientState;
  onState(listener: (state: ClientState) => void): () => void;
  serverNow(): number;
}

type Outcome<T> = { answer: Answer<T> } | { failure: RequestFailure; paused: boolean; tookMs: number };

/** Requests with retries, the shared rate limit, the circuit and the server's clock. Throws `AppError` or the abort reason. */
export function createTransport(options: TransportOptions): Transport {
  const { host, apiKey, clock, random, logger, limits } = options;
  const serverClock = createServerClock();
  const watchdog = createWatchdog(clock);
  const serverNow = () => clock.now() + serverClock.offsetMs();
  const listeners = new Set<(state: ClientState) => void>();
  const retrying = new Set<{ untilMs: number }>();
  let requests = 0;
  let refusals = 0;
  let refusal: AppError | null = null;
  let circuit = closedCircuit;

  const state = (): ClientState => {
    const limitedUntil = limiter.waitingUntilMs();
    const retryUntil = Math.min(...[...retrying].map((wait) => wait.untilMs));
    const waiting: ClientState['waiting'] =
      limitedUntil !== null
        ? { reason: 'rate-limit', untilMs: limitedUntil }
        : retrying.size > 0
          ? { reason: 'retry', untilMs: retryUntil }
          : null;
    return { requests, waiting, allowancePerMinute: limiter.allowancePerMinute() };
  };
  const announce = () => {
    for (const listener of listeners) listener(state());
  };
  /** As late as the answers prove it to be at least: a reset must not be taken for passed before it is. */
  const limiterNow = () => clock.now() + serverClock.leastOffsetMs();
  const limiter = createLimiter({ clock, serverNow: limiterNow, onChange: announce }, limits.maxInFlight);

  /** A key that was refused meanwhile is not tried by requests that began before: repeated tries lock accounts. */
  const throwIfRefused = (since: number) => {
    if (refusals > since && refusal !== null) throw refusal;
  };

  const refuse = (error: AppError) => {
    refusals += 1;
    refusal = error;
    limiter.rejectWaiting(error);
  };

  const logged = new Set<string>();

  const read = async <T>(request: TransportRequest<T>, body: Uint8Array, serverMs: number): Promise<Answer<T>> => {
    const decoded = await request.decode(body, serverMs);
    if (decoded.kind === 'damaged') {
      const shape = decoded.why === 'wrong-shape' ? decoded.shape : 'no JSON';
      logger.warn({ what: request.what, shape, bytes: body.byteLength }, 'voicy sent something else than documented');
      const what =
        decoded.why === 'not-json'
          ? 'was cut off or is not JSON; sync again to ask for it anew'
          : 'is not what the Voicy API sends; check the address';
      throw damagedAnswer(host, what, true);
    }
    if (decoded.pruned) logger.warn({ what: request.what }, 'voicy sent absurdly deep JSON, the depths were cut out');
    const fields = decoded.notes.filter((name) => !logged.has(name));
    for (const name of fields) logged.add(name);
    if (fields.length > 0) logger.info({ fields }, 'voicy sent fields that are not as documented');
    return { kind: 'read', value: decoded.value, generation: decoded.generation };
  };

  /** One try within the allowance. A pause the vendor asks for holds all requests before anyone else can start. */
  const tryOnce = async <T>(
    request: TransportRequest<T>,
    since: number,
    tried: number,
    leftMs: number,
    signal?: AbortSignal,
  ): Promise<Outcome<T>> => {
    const slot = await limiter.acquire(signal);
    const startedMs = clock.now();
    let status: number | null = null;
    let paused = false;
    try {
      throwIfRefused(since);
      requests += 1;
      announce();
      const onHeaders = (code: number, headers: HttpAnswer['headers']) => {
        status = code;
        // A sign-in page's clock is not the API's.
        const kind = bodyKind(headers.get('content-type'));
        if (kind !== 'other') serverClock.note(headers.get('date'), clock.now(), startedMs);
        const serverMs = parseHttpDate(headers.get('date')) ?? serverNow();
        const asked = isRetryableStatus(code)
          ? parseRetryAfter(headers.get('retry-after'), serverMs, limits.pauseCapMs)
          : null;
        const pauseMs = code === 429 || asked !== null ? Math.max(asked ?? 0, backoffMs(tried - 1, random, limits)) : 0;
        paused = pauseMs > 0;
        const isJson = kind === 'json';
        if (code === 401 || (code === 403 && isJson))
          refuse(statusFailure(code, { host, apiKey, isJson, text: '' }).appError);
        slot.answered(readRateHeaders(headers, limiterNow()), { limited: code === 429, pauseMs });
      };
      const own = { ...options, watchdog, limits: { ...limits, totalMs: Math.min(limits.totalMs, leftMs) } };
      const { status: code, headers, body, isJson } = await attempt(request, own, onHeaders, signal);
      logger.debug(
        { what: request.what, status, bytes: body.byteLength, ms: clock.now() - startedMs },
        'voicy answered',
      );
      if (code >= 200 && code < 300) {
        const serverMs = parseHttpDate(headers.get('date')) ?? serverNow();
        return { answer: await read(request, body, serverMs) };
      }
      if ([404, 405, 410].includes(code))
        return { answer: { kind: 'gone', said: saysCallIsGone(new TextDecoder().decode(body)) } };
      throw statusFailure(code, { host, apiKey, isJson, text: new TextDecoder().decode(body) });
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      const tookMs = Math.max(0, clock.now() - startedMs);
      logger.info({ what: request.what, status, code: error.appError.code, tried, ms: tookMs }, 'voicy request failed');
      return { failure: error, paused, tookMs };
    } finally {
      // Changes nothing once the head of an answer was seen.
      slot.lost();
    }
  };

  const sleepBeforeRetry = async (ms: number, signal?: AbortSignal) => {
    const wait = { untilMs: clock.now() + ms };
    retrying.add(wait);
    announce();
    try {
      await clock.sleep(ms, signal);
    } finally {
      retrying.delete(wait);
      announce();
    }
  };

  let started = 0;

  const run = async <T>(request: TransportRequest<T>, probe: boolean, signal?: AbortSignal): Promise<Answer<T>> => {
    const since = refusals;
    started += 1;
    const source = started;
    let spentMs = 0;
    for (let tried = 1; ; tried += 1) {
      const outcome = await tryOnce(request, since, tried, limits.budgetMs - spentMs, signal);
      if ('answer' in outcome) {
        circuit = closedCircuit;
        return outcome.answer;
      }
      const { failure, paused, tookMs } = outcome;
      const nowMs = clock.now();
      if (failure.server) circuit = onFailure(circuit, { source, startedAtMs: nowMs - tookMs, nowMs, probe });
      else if (failure.appError.code !== 'offline') circuit = closedCircuit;
      const { code } = failure.appError;
      const own =
        code === 'damaged' ? limits.damagedTries : code === 'rate-limited' ? limits.limitedTries : limits.tries;
      const tries = probe ? 1 : own;
      const givenUp = circuit.openUntilMs !== null && failure.server;
      if (!failure.retry || givenUp || tried >= Math.min(tries, limits.tries)) throw failure.appError;
      const waitMs = paused ? 0 : backoffMs(tried - 1, random, limits);
      spentMs += tookMs + waitMs;
      if (spentMs >= limits.budgetMs) throw failure.appError;
      if (!paused) await sleepBeforeRetry(waitMs, signal);
    }
  };

  return {
    async send(request, signal) {
      signal?.throwIfAborted();
      const admission = admit(circuit, clock.now());
      if (admission === 'refuse') {
        const seconds = Math.max(1, Math.ceil(((circuit.openUntilMs ?? 0) - clock.now()) / 1000));
        throw new AppError('offline', `${host} failed many times in a row; Earmark asks it again in ${seconds} s.`);
      }
      const probe = admission === 'probe';
      if (probe) circuit = { ...circuit, probing: true };
      try {
        return await run(request, probe, signal);
      } finally {
        if (probe) circuit = { ...circuit, probing: false };
      }
    },
    state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    serverNow,
  };
}
