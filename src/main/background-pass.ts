import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './ports.ts';

/** What was computed of some calls, as text for the writer: it passes through this thread unread. */
export interface PassResult {
  count: number;
  /** JSON of the records. */
  records: string;
  /** Calls for which there was no time. */
  rest: string[];
}

/** A stretch of the search for calls to work on. */
export interface PassStretch {
  ids: string[];
  /** Where to go on; null at the end. */
  nextRowid: number | null;
}

export interface PassOptions {
  /** What it does, for the log: "measured". */
  done: string;
  logger: Logger;
  /** Computes those of the calls that changed, and stops after about `budgetMs`. */
  compute(callIds: readonly string[], budgetMs: number): Promise<PassResult>;
  /** Stores records and answers with the calls that were stored. */
  save(records: string): Promise<readonly string[]>;
  /** The next calls that are not as they should be, `limit` at most, below a row of `calls` (null = from the newest). */
  find(beforeRowid: number | null, limit: number): Promise<PassStretch>;
  /** Whether a batch may be computed while the one before is being stored; false where it builds on it. */
  overlapping: boolean;
  /** Told of calls whose records were stored. It must not lead back here. */
  onSaved: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Keeps something that is computed of calls as the calls are, in the background. */
export interface BackgroundPass {
  /** Works on those of these calls that changed; asking for one that did not costs a look. Never throws. */
  touch(callIds: readonly string[]): void;
  /** Works on every call that is not as it should be. Starts over where it is under way. Never rejects. */
  catchUp(): Promise<void>;
  /** Resolves when nothing is being worked on any more. */
  idle(): Promise<void>;
}

/** Calls handed over at once, and for how long they may keep the computing thread from whoever opens a call. */
const BATCH = 100;
const BUDGET_MS = 30;
/** Calls looked up at once while catching up. */
const STRETCH = 500;
/** While calls come in from a sync, this takes a quarter of the time: the rest is the sync's. */
const STREAMING_MS = 500;
const REST_FACTOR = 3;
/** What was stored is told at most so often: every list on screen asks again for it. */
const ANNOUNCE_MS = 1000;

export function createBackgroundPass(options: PassOptions): BackgroundPass {
  const { logger, signal } = options;
  const waiting = new Set<string>();
  let working: Promise<void> | null = null;
  let touchedAtMs = Number.NEGATIVE_INFINITY;
  let round = 0;
  let catching: Promise<void> | null = null;
  const announce = createAnnouncer(options.onSaved, signal);

  const store = async (records: string): Promise<void> => {
    try {
      announce(await options.save(records));
    } catch (error) {
      // A full disk, say. The next start finds them missing.
      if (!signal.aborted) logger.warn({ err: error }, `what was ${options.done} could not be stored`);
    }
  };

  /** No more than two batches are in memory: one being computed, one being written. */
  const work = async (): Promise<void> => {
    let storing: Promise<void> = Promise.resolve();
    while (waiting.size > 0 && !signal.aborted) {
      const batch = [...waiting].slice(0, BATCH);
      for (const callId of batch) waiting.delete(callId);
      const began = performance.now();
      try {
        const { count, records, rest } = await options.compute(batch, BUDGET_MS);
        for (const callId of rest) waiting.add(callId);
        await storing;
        if (count > 0) storing = store(records);
        if (!options.overlapping) await storing;
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error, calls: batch.length }, `calls could not be ${options.done}`);
      }
      const now = performance.now();
      if (now - touchedAtMs < STREAMING_MS) await pause((now - began) * REST_FACTOR, signal);
      if (waiting.size === 0) await storing;
    }
    await storing;
    // In one go with the last look at what waits, so that nothing is left to a loop that has ended.
    working = null;
    if (waiting.size > 0 && !signal.aborted) await start();
  };

  const start = (): Promise<void> => {
    working ??= work();
    return working;
  };

  const search = async (mine: number): Promise<void> => {
    let from: number | null = null;
    do {
      const found = await options.find(from, STRETCH);
      if (mine !== round || signal.aborted) return;
      for (const callId of found.ids) waiting.add(callId);
      if (found.ids.length > 0) await start();
      from = found.nextRowid;
    } while (from !== null && mine === round && !signal.aborted);
  };

  return {
    touch: (callIds) => {
      if (signal.aborted || callIds.length === 0) return;
      touchedAtMs = performance.now();
      for (const callId of callIds) waiting.add(callId);
      void start();
    },
    catchUp: async () => {
      if (signal.aborted) return;
      round += 1;
      const before = catching;
      const mine = search(round).catch((error: unknown) => {
        if (!signal.aborted) logger.warn({ err: error }, `calls to be ${options.done} could not be looked up`);
      });
      catching = Promise.all([before, mine]).then(() => undefined);
      await catching;
    },
    idle: async () => {
      await catching;
      await working;
    },
  };
}

/** Gathers calls and tells of them together; the first ones at once. */
function createAnnouncer(tell: (callIds: readonly string[]) => void, signal: AbortSignal) {
  let gathered: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (gathered.length === 0) return;
    tell(gathered);
    gathered = [];
    timer = setTimeout(flush, ANNOUNCE_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return (callIds: readonly string[]): void => {
    if (signal.aborted) return;
    gathered.push(...callIds);
    if (timer === undefined) flush();
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
