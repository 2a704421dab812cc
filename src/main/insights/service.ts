import type { Overview } from '#shared/model/insights/calls.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Logger } from '../ports.ts';
import type { AnswerOf, InsightName, QuestionOf } from '../store/insights/answers.ts';
import { type Doing, doings } from '../store/insights/task.ts';
import { createReadingThread } from '../workers/reading-thread.ts';

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
  const board = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT);
  const shared = new Int32Array(board);
  const thread = () =>
    createReadingThread({ worker: 'insights-worker', dir, what: 'counting', logger, idleMs: KEPT_MS, data: { board } });
  const counting = thread();
  // The first look does not wait for the turns.
  const looking = thread();
  let last: Promise<unknown> = Promise.resolve();
  let tickets = 0;

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
          const text = await counting.run<string | null>('answer', { name, question, limits, ticket });
          if (text === null) throw dropped();
          return JSON.parse(text) as AnswerOf<N>;
        } finally {
          signal?.removeEventListener('abort', drop);
          // A thread that died did not come to say that it does nothing.
          Atomics.store(shared, 0, 0);
        }
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    overview: async (filter) => JSON.parse(await looking.run<string>('overview', { filter })) as Overview,
    progress: () => {
      const doing = doings[Atomics.load(shared, 0) - 1];
      if (doing === undefined) return null;
      return { doing, done: Atomics.load(shared, 1), total: Atomics.load(shared, 2) };
    },
    close: async () => {
      await Promise.all([counting.close(), looking.close()]);
    },
  };
}
