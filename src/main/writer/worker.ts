import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Clock, Logger } from '../ports.ts';
import { createCheckpoints } from '../store/checkpoints.ts';
import type { WriteDb } from '../store/db.ts';
import { asAppError, databaseFileName } from '../store/open.ts';
import { openOrRecover, recoverDamaged } from '../store/quarantine.ts';
import { type QueuedWrite, runBatch } from './batch.ts';
import { aloneCommands, commands } from './commands.ts';
import { type Answer, packError, type WriteRequest, type WriterMessage, type WriterStart } from './protocol.ts';

const GATHER_MS = 6;
/** With so many at hand, waiting for more costs more than it saves; a busy thread finds about twice as many each time. */
const ENOUGH = 24;

// The one thread that writes a workspace's database: requests are run in order, many to a commit.
const port = parentPort;
if (!port) throw new Error('the writer is a worker thread');
const { dir, recover } = workerData as WriterStart;
const send = (message: WriterMessage) => port.postMessage(message);

const clock: Clock = { now: Date.now, sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}) };
const log = (level: keyof Logger) => (fields: object, message: string) => send({ kind: 'log', level, fields, message });
const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };

try {
  const { db, recovered } = (recover ? recoverDamaged : openOrRecover)(dir, { nowMs: clock.now(), logger });
  serve(db);
  send({ kind: 'ready', recovered });
} catch (error) {
  send({ kind: 'failed', error: packError(error) });
  port.close();
}

function serve(db: WriteDb): void {
  const path = join(dir, databaseFileName);
  const checkpoints = createCheckpoints({ db, clock, logger });
  const countChanges = db.prepare<[], number>('SELECT total_changes()').pluck();
  let changes = countChanges.get() ?? 0;
  const queue: QueuedWrite[] = [];
  let answers: Answer[] = [];
  let deleted = false;
  let scheduled = false;
  let closing = false;

  let gathering: NodeJS.Timeout | undefined;

  /** A commit waits for the disk: a moment of gathering lets many writes wait together. */
  const schedule = () => {
    if (queue.length >= ENOUGH || closing) {
      clearTimeout(gathering);
      gathering = undefined;
      if (!scheduled) setImmediate(flush);
      scheduled = true;
    } else if (!scheduled) gathering ??= setTimeout(flush, GATHER_MS);
  };
  const flush = () => {
    scheduled = false;
    gathering = undefined;
    runBatch(db, queue, () => performance.now());
    if (answers.length > 0) send({ kind: 'answers', answers });
    answers = [];
    const before = changes;
    changes = countChanges.get() ?? before;
    if (changes !== before) checkpoints.committed(deleted ? 'deleted' : undefined);
    deleted = false;
    if (queue.length > 0) schedule();
    else if (closing) {
      checkpoints.close();
      db.close();
      port?.close();
    }
  };

  const take = ({ id, name, args }: WriteRequest) => {
    if (name === 'eraseCall') deleted = true;
    queue.push({
      alone: aloneCommands.has(name),
      // The table's functions take what `Writer.run` was checked to be given.
      run: (handle) => (commands[name] as (db: WriteDb, ...args: unknown[]) => unknown)(handle, ...args),
      resolve: (value) => answers.push({ id, value }),
      reject: (error) => answers.push({ id, error: packError(asAppError(error, path)) }),
    });
  };

  port?.on('message', (message: WriteRequest[] | 'close') => {
    if (message === 'close') closing = true;
    else for (const request of message) take(request);
    schedule();
  });
}
