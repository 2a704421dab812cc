import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { WriteDb } from '../store/db.ts';
import { asAppError, databaseFileName, openForWriting } from '../store/open.ts';
import { type QueuedWrite, runBatch } from './batch.ts';
import { commands } from './commands.ts';
import { type Answer, packError, type WriteRequest, type WriterMessage, type WriterStart } from './protocol.ts';

// The one thread that writes a workspace's database: requests are run in order, many to a commit.
const port = parentPort;
if (!port) throw new Error('the writer is a worker thread');
const { dir } = workerData as WriterStart;
const send = (message: WriterMessage) => port.postMessage(message);

try {
  const db = openForWriting(dir);
  serve(db);
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', error: packError(error) });
  port.close();
}

function serve(db: WriteDb): void {
  const path = join(dir, databaseFileName);
  const queue: QueuedWrite[] = [];
  let answers: Answer[] = [];
  let scheduled = false;
  let closing = false;

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };
  const flush = () => {
    scheduled = false;
    runBatch(db, queue, () => performance.now());
    if (answers.length > 0) send({ kind: 'answers', answers });
    answers = [];
    if (queue.length > 0) schedule();
    else if (closing) {
      db.close();
      port?.close();
    }
  };

  port?.on('message', (message: WriteRequest | 'close') => {
    if (message === 'close') closing = true;
    else {
      const { id, name, args } = message;
      queue.push({
        // The table's functions take what `Writer.run` was checked to be given.
        run: (handle) => (commands[name] as (db: WriteDb, ...args: unknown[]) => unknown)(handle, ...args),
        resolve: (value) => answers.push({ id, value }),
        reject: (error) => answers.push({ id, error: packError(asAppError(error, path)) }),
      });
    }
    schedule();
  });
}
