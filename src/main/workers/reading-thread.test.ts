import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveDetail, saveListed } from '../store/calls.ts';
import { detailOf, recordingLogger, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createReadingThread, type ReadingThread } from './reading-thread.ts';

let store: ReturnType<typeof temporaryDb>;
let thread: ReadingThread;
let logger: ReturnType<typeof recordingLogger>;

beforeEach(() => {
  store = temporaryDb();
  for (let at = 0; at < 200; at += 1) {
    saveListed(store.db, summaryOf(`call-${at}`), '{}', 1);
    saveDetail(store.db, detailOf(`call-${at}`), '{}', 'v1', 2);
  }
  logger = recordingLogger();
  thread = open();
});
afterEach(async () => {
  await thread.close();
  store.remove();
});

function open(): ReadingThread {
  return createReadingThread({ worker: 'store-reader', dir: store.dir, what: 'reading', logger, idleMs: 60_000 });
}

describe('a reading thread', () => {
  it('answers questions from the workspace’s database, and passes on what cannot be answered', async () => {
    const listed = [...Array(200).keys()].map((at) => `call-${at}`);
    expect(await thread.run('missingFrom', { listed: listed.slice(1) })).toEqual(['call-0']);
    await expect(thread.run('no-such-question', {})).rejects.toThrow();
    expect(await thread.run('missingFrom', { listed })).toEqual([]);
  });

  it('is closed in the middle of a question: who asked and who asks later are told, and nothing is logged as a fault', async () => {
    const asked = thread.run('facets', {});
    const told = expect(asked).rejects.toMatchObject({ code: 'conflict', message: 'This workspace is being closed.' });
    await thread.close();
    await told;
    await expect(thread.run('facets', {})).rejects.toMatchObject({ code: 'conflict' });
    expect(logger.lines).toEqual([]);
  });

  it('is closed at any moment of its start without ending the process', async () => {
    for (let afterMs = 0; afterMs <= 240; afterMs += 20) {
      const one = open();
      const asked = one.run('facets', {}).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await one.close();
      await asked;
    }
  });
});
