import { Piscina } from 'piscina';
import { AppError } from '#shared/model/errors.ts';
import type { Overview } from '#shared/model/insights/calls.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Logger } from '../ports.ts';
import type { AnswerOf, InsightName, QuestionOf } from '../store/insights/answers.ts';
import { type Doing, doings } from '../store/insights/task.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';

/** Figures over the calls of a filter, computed on a thread of their own, one question after the other. */
export interface Insights {
  /** Rejects with an `AbortError` when `signal` says that nobody waits any more: what waits is dropped, what runs stops soon. */
  ask<N extends InsightName>(name: N, question: QuestionOf<N>, signal: AbortSignal | undefined): Promise<AnswerOf<N>>;
  overview(filter: CallFilter): Promise<Overview>;
  /** How far the thread is; null when it has nothing to do. */
  progress(): { doing: Doing; done: number; total: number } | null;
  close(): Promise<void>;
}

/** The turns are kept read in for so long after the last question, ms; then the thread ends and gives its memory back. */
const KEPT_MS = 300_000;

export interface InsightsParts {
  dir: string;
  logger: Logger;
  settings: () => Settings;
}

/** Opens the insights of the workspace in `dir`, whose database must exist. The threads start with the first question. */
export function createInsights({ dir, logger, settings }: InsightsParts): Insights {
  const filename = findWorkerUrl('insights-worker', import.meta.url).href;
  const board = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT);
  const shared = new Int32Array(board);
  const pool = (idleTimeout: number) => {
    const piscina = new Piscina({ filename, minThreads: 0, maxThreads: 1, idleTimeout, workerData: { dir, board } });
    // Whoever asked is told; without a listener the event would end the process.
    piscina.on('error', () => undefined);
    return piscina;
  };
  const counting = pool(KEPT_MS);
  // The first look does not wait for the turns.
  const looking = pool(KEPT_MS);
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  let tickets = 0;

  const run = async (piscina: Piscina, name: string, question: object): Promise<string | null> => {
    if (closed) throw new AppError('conflict', 'This workspace is being closed.');
    try {
      return (await piscina.run(question, { name })) as string | null;
    } catch (error) {
      if (closed) throw new AppError('conflict', 'This workspace is being closed.');
      if (!(error instanceof Error && /worker exited|terminat/i.test(error.message))) throw error;
      logger.error({ err: error, question: name }, 'an insights worker died');
      Atomics.store(shared, 0, 0);
      throw new AppError('internal', 'Earmark’s counting thread ended unexpectedly and was started again; try again.');
    }
  };

  const dropped = () => new DOMException('nobody waits for this answer', 'AbortError');

  return {
    ask: <N extends InsightName>(name: N, question: QuestionOf<N>, signal: AbortSignal | undefined) => {
      const turn = last.then(async () => {
        if (signal?.aborted) throw dropped();
        tickets = (tickets % 1_000_000_000) + 1;
        const ticket = tickets;
        const drop = () => Atomics.store(shared, 3, ticket);
        signal?.addEventListener('abort', drop, { once: true });
        try {
          const { slowLatencyMs, badLatencyMs, latencyToleranceMs } = settings();
          const limits = { slowLatencyMs, badLatencyMs, latencyToleranceMs };
          const text = await run(counting, 'answer', { name, question, limits, ticket });
          if (text === null) throw dropped();
          return JSON.parse(text) as AnswerOf<N>;
        } finally {
          signal?.removeEventListener('abort', drop);
        }
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    overview: async (filter) => JSON.parse((await run(looking, 'overview', { filter })) ?? 'null') as Overview,
    progress: () => {
      const doing = doings[Atomics.load(shared, 0) - 1];
      if (doing === undefined) return null;
      return { doing, done: Atomics.load(shared, 1), total: Atomics.load(shared, 2) };
    },
    close: async () => {
      closed = true;
      await Promise.all([counting.destroy(), looking.destroy()]);
    },
  };
}
