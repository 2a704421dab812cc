import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../ports.ts';
import { type MeasureThresholds, thresholdsKey } from '../store/measures.ts';
import type { Writer } from '../writer/writer.ts';
import type { MeasuringPool } from './measuring-pool.ts';

export interface BackgroundOptions {
  pool: Pick<MeasuringPool, 'measure' | 'stale'>;
  writer: Writer;
  logger: Logger;
  thresholds: () => MeasureThresholds;
  /** Whether catching up leaves calls alone of whose sound nothing is known: all there is of them is what was reported. */
  heardOnly: boolean;
  /** Told of calls whose figures were stored. It must not lead back here. */
  onMeasured: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Keeps the measured figures of a workspace as its calls are. */
export interface Background {
  /** Measures those of these calls that changed; asking for one that did not costs a look. Never throws. */
  touch(callIds: readonly string[]): void;
  /** Measures every call (see `heardOnly`) that is not measured as it stands now, settings included. Starts over where it is under way. Never rejects. */
  catchUp(): Promise<void>;
  /** Says that settings changed: catches up where figures depend on them. Never throws. */
  settingsChanged(): void;
  /** Resolves when nothing is being measured any more. */
  idle(): Promise<void>;
}

/** Calls handed over at once, and for how long they may keep the measuring thread from whoever opens a call. */
const BATCH = 100;
const BUDGET_MS = 30;
/** Calls looked up at once while catching up. */
const STRETCH = 500;
/** While calls come in from a sync, measuring takes a quarter of the time: the rest is the sync's. */
const STREAMING_MS = 500;
const REST_FACTOR = 3;
/** What was measured is told at most so often: every list on screen asks again for it. */
const ANNOUNCE_MS = 1000;

export function createBackground(options: BackgroundOptions): Background {
  const { pool, writer, logger, signal } = options;
  const waiting = new Set<string>();
  let working: Promise<void> | null = null;
  let touchedAtMs = Number.NEGATIVE_INFINITY;
  let round = 0;
  let searchedFor: string | null = null;
  let catching: Promise<void> | null = null;
  const announce = createAnnouncer(options.onMeasured, signal);

  const store = async (records: string): Promise<void> => {
    try {
      announce(await writer.run('saveMeasuresText', records));
    } catch (error) {
      // A full disk, say. The next start finds them missing.
      if (!signal.aborted) logger.warn({ err: error }, 'what was measured could not be stored');
    }
  };

  /** One batch is computed while the one before it is written; no more than these two are in memory. */
  const work = async (): Promise<void> => {
    let storing: Promise<void> = Promise.resolve();
    while (waiting.size > 0 && !signal.aborted) {
      const batch = [...waiting].slice(0, BATCH);
      for (const callId of batch) waiting.delete(callId);
      const began = performance.now();
      try {
        const { count, records, rest } = await pool.measure(batch, options.thresholds(), BUDGET_MS);
        for (const callId of rest) waiting.add(callId);
        await storing;
        if (count > 0) storing = store(records);
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error, calls: batch.length }, 'calls could not be measured');
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
      const thresholds = options.thresholds();
      searchedFor = thresholdsKey(thresholds);
      const found = await pool.stale(thresholds, { beforeRowid: from, heardOnly: options.heardOnly, limit: STRETCH });
      if (mine !== round || signal.aborted) return;
      for (const callId of found.ids) waiting.add(callId);
      if (found.ids.length > 0) await start();
      from = found.nextRowid;
    } while (from !== null && mine === round && !signal.aborted);
  };

  const catchUp = async (): Promise<void> => {
    if (signal.aborted) return;
    round += 1;
    const before = catching;
    const mine = search(round).catch((error: unknown) => {
      if (!signal.aborted) logger.warn({ err: error }, 'calls to measure could not be looked up');
    });
    catching = Promise.all([before, mine]).then(() => undefined);
    await catching;
  };

  return {
    touch: (callIds) => {
      if (signal.aborted || callIds.length === 0) return;
      touchedAtMs = performance.now();
      for (const callId of callIds) waiting.add(callId);
      void start();
    },
    catchUp,
    settingsChanged: () => {
      // Before the first search there is nothing that went by other settings.
      if (searchedFor !== null && searchedFor !== thresholdsKey(options.thresholds())) void catchUp();
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
