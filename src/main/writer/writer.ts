import { Worker } from 'node:worker_threads';
import type { Logger } from '../ports.ts';
import type { WriteDb } from '../store/db.ts';
import type { Recovered } from '../store/quarantine.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';
import { type QueuedWrite, runBatch } from './batch.ts';
import { aloneCommands, type CommandArgs, type CommandName, type CommandResult, commands } from './commands.ts';
import {
  packError,
  unpackError,
  WriteError,
  type WriteRequest,
  type WriterMessage,
  type WriterStart,
} from './protocol.ts';

/** The only way to change a workspace's database. */
export interface Writer {
  /**
   * Runs one of `commands.ts` whole or not at all; resolves once it is on the disk. Rejects with what it throws, with
   * `disk-full` or `damaged` when the database does, and with `conflict` where this process may not write.
   */
  run<N extends CommandName>(name: N, ...args: CommandArgs<N>): Promise<CommandResult<N>>;
  /** Finishes what was asked for and closes the database. */
  close(): Promise<void>;
}

/** A writer, and what had to be done about a damaged database before it could open. */
export interface OpenedWriter {
  writer: Writer;
  recovered: Recovered | null;
}

/** More deaths than this within a minute are no accident. */
const MOST_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Opens the database of the workspace in `dir` in a thread of its own, making, upgrading or recovering it where needed.
 * `recover` sets the present one aside. Throws what opening throws.
 */
export async function openWriter(
  dir: string,
  logger: Logger,
  { recover = false, workerUrl = findWorkerUrl('store-writer', import.meta.url) } = {},
): Promise<OpenedWriter> {
  const pending = new Map<number, Pending>();
  /** Asked for in this turn of the event loop: they go over in one message, for a message costs more than most of what is in it. */
  let outbox: WriteRequest[] = [];
  const deaths: number[] = [];
  let lastId = 0;
  /** Somebody has this writer: a thread that ends before or after that is not replaced. */
  let held = false;
  let recovered: Recovered | null = null;
  let current: Promise<Worker> = start(recover);

  function start(distrust: boolean): Promise<Worker> {
    const worker = new Worker(workerUrl, {
      workerData: { dir, recover: distrust } satisfies WriterStart,
      execArgv: [],
      // It makes much short-lived garbage of answers' bodies: collected early, it does not pile up.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    return new Promise((resolve, reject) => {
      let failure: Error = new WriteError('internal', 'The database could not be opened; the log has the details.');
      worker.on('message', (message: WriterMessage) => {
        if (message.kind === 'ready') {
          recovered = message.recovered;
          resolve(worker);
        }
        if (message.kind === 'failed') failure = unpackError(message.error);
        else if (message.kind === 'log') logger[message.level](message.fields, message.message);
        else if (message.kind === 'answers') settle(message.answers);
      });
      worker.on('error', (err) => logger.error({ err }, 'the writing thread failed'));
      worker.once('exit', (code) => {
        // Not before: until then the thread may still hold the files.
        reject(failure);
        onExit(code);
      });
    });
  }

  function settle(answers: Extract<WriterMessage, { kind: 'answers' }>['answers']): void {
    for (const answer of answers) {
      const waiting = pending.get(answer.id);
      pending.delete(answer.id);
      if ('error' in answer) waiting?.reject(unpackError(answer.error));
      else waiting?.resolve(answer.value);
    }
  }

  function onExit(code: number): void {
    const lost = [...pending.values()];
    pending.clear();
    outbox = [];
    for (const { reject } of lost)
      reject(
        new WriteError(
          'internal',
          'Earmark’s database thread ended unexpectedly; what was not yet saved is asked for again.',
        ),
      );
    if (!held) return;
    const now = performance.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < RESTART_WINDOW_MS).length;
    logger.error({ exitCode: code, recent }, 'the writing thread ended');
    if (recent > MOST_RESTARTS) return;
    current = start(false);
    // Told to whoever asks next; without anybody asking it must not end the process.
    current.catch(() => undefined);
  }

  const sendOutbox = (worker: Worker): void => {
    const requests = outbox;
    outbox = [];
    const bodies = requests.flatMap(({ args }) => bodiesIn(args));
    try {
      if (requests.length > 0) worker.postMessage(requests, bodies);
    } catch (error) {
      // Something that cannot travel between threads: a bug, told to all who asked with it.
      settle(requests.map(({ id }) => ({ id, error: packError(error) })));
    }
  };

  await current;
  held = true;
  const writer: Writer = {
    run: async (name, ...args) => {
      const worker = await current;
      if (!held) throw new WriteError('conflict', 'This workspace is being closed.');
      lastId += 1;
      const id = lastId;
      const answered = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }));
      outbox.push({ id, name, args });
      if (outbox.length === 1) setImmediate(sendOutbox, worker);
      // The worker answers a command with what that command returns.
      return answered as Promise<CommandResult<typeof name>>;
    },
    close: async () => {
      const worker = await current.catch(() => null);
      held = false;
      if (!worker) return;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      sendOutbox(worker);
      worker.postMessage('close');
      await ended;
    },
  };
  return { writer, recovered };
}

/** Answers' bodies are handed over, not copied: whoever asked has no more use for them. */
function bodiesIn(args: readonly unknown[]): ArrayBuffer[] {
  return args.flatMap((arg) => {
    const body = typeof arg === 'object' && arg !== null && 'body' in arg ? arg.body : null;
    const whole = body instanceof Uint8Array && body.buffer instanceof ArrayBuffer ? body.buffer : null;
    return whole && whole.byteLength === (body as Uint8Array).byteLength ? [whole] : [];
  });
}

/** A writer for a workspace that another process writes: every write is refused with `reason`. */
export function refusingWriter(reason: string): Writer {
  return {
    run: () => Promise.reject(new WriteError('conflict', reason)),
    close: () => Promise.resolve(),
  };
}

/** A writer on a handle of this thread, for tools and tests that have no thread to spare; `close` closes the handle. */
export function localWriter(db: WriteDb): Writer {
  const queue: QueuedWrite[] = [];
  return {
    run: (name, ...args) =>
      new Promise<CommandResult<typeof name>>((resolve, reject) => {
        queue.push({
          alone: aloneCommands.has(name),
          run: (handle) => (commands[name] as (db: WriteDb, ...args: unknown[]) => unknown)(handle, ...args),
          resolve: (value) => resolve(value as CommandResult<typeof name>),
          reject,
        });
        setImmediate(() => {
          if (queue.length > 0) runBatch(db, queue, () => performance.now());
        });
      }),
    close: async () => {
      db.close();
    },
  };
}
