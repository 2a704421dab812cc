import { Piscina } from 'piscina';
import { AppError } from '#shared/model/errors.ts';
import type { Logger } from '../ports.ts';
import { type AddonGate, closeAddonGate, createAddonGate } from './addon-gate.ts';
import { findWorkerUrl, type WorkerName } from './find-worker.ts';

/** What every reading thread is given; more under names of its own. */
export interface ThreadData {
  readonly dir: string;
  readonly gate: AddonGate;
}

/** A thread that reads a workspace's database on a connection of its own, one question after the other. */
export interface ReadingThread {
  /**
   * Asks what the worker exports under this name. Throws what it throws; `conflict` when the workspace is being closed, `internal` when the
   * thread died, which is started again by the next question; the signal's reason, and the thread is ended then.
   */
  run<T>(name: string, question: object, signal?: AbortSignal): Promise<T>;
  /** Ends the thread, in the middle of a question too. */
  close(): Promise<void>;
}

export interface ReadingThreadOptions {
  readonly worker: WorkerName;
  /** The workspace's folder, whose database must exist. */
  readonly dir: string;
  /** What it does, for its readers: "Earmark's WHAT thread ended unexpectedly". */
  readonly what: string;
  readonly logger: Logger;
  /** How long it is kept without a question, ms; Infinity = to the end. */
  readonly idleMs: number;
  /** How far it stands behind the others for the processor. */
  readonly nice?: number;
  /** More for the worker. */
  readonly data?: object;
}

/** Prepares a thread; the first question starts it. */
export function createReadingThread(options: ReadingThreadOptions): ReadingThread {
  const { worker, dir, what, logger, idleMs, nice = 0, data = {} } = options;
  const gate = createAddonGate();
  const piscina = new Piscina({
    filename: findWorkerUrl(worker, import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    niceIncrement: nice,
    workerData: { ...data, dir, gate } satisfies ThreadData,
  });
  // Whoever asked is told; without a listener the event would end the process.
  piscina.on('error', () => undefined);
  let closed = false;

  return {
    run: async <T>(name: string, question: object, signal?: AbortSignal) => {
      const closing = () => new AppError('conflict', 'This workspace is being closed.');
      if (closed) throw closing();
      try {
        return (await piscina.run(question, signal ? { name, signal } : { name })) as T;
      } catch (error) {
        if (closed) throw closing();
        if (!(error instanceof Error && /worker exited|terminat/i.test(error.message))) throw error;
        logger.error({ err: error, question: name }, `a ${what} thread died`);
        throw new AppError(
          'internal',
          `Earmark’s ${what} thread ended unexpectedly and is started again; try once more.`,
        );
      }
    },
    close: async () => {
      closed = true;
      await closeAddonGate(gate);
      await piscina.destroy();
    },
  };
}
