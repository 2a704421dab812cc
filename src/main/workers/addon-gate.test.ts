import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AddonGate, closeAddonGate, createAddonGate } from './addon-gate.ts';

let gate: AddonGate;
let done: Int32Array<SharedArrayBuffer>;
let threads: Worker[];
let said: string[];

beforeEach(() => {
  gate = createAddonGate();
  done = new Int32Array(new SharedArrayBuffer(4));
  threads = [];
  said = [];
});
afterEach(async () => {
  await Promise.all(threads.map((thread) => thread.terminate()));
});

function start(): Worker {
  const thread = new Worker(new URL('./fixtures/loading-thread.ts', import.meta.url), { workerData: { gate, done } });
  thread.on('message', (message: string) => said.push(message));
  threads.push(thread);
  return thread;
}
function finishLoading(): void {
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}

describe('the gate before native addons', () => {
  it('is closed at once where nobody loads one', async () => {
    await closeAddonGate(gate);
    await closeAddonGate(gate);
  });

  it('is not closed while threads are inside, and then is', async () => {
    start();
    start();
    await expect.poll(() => said.filter((message) => message === 'loads')).toHaveLength(2);
    let closed = false;
    const closing = closeAddonGate(gate).then(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(false);
    finishLoading();
    await closing;
    await expect.poll(() => said.filter((message) => message === 'has loaded')).toHaveLength(2);
  });

  it('does not wait for ever for a thread that was ended inside', async () => {
    const thread = start();
    await expect.poll(() => said).toContain('loads');
    await thread.terminate();
    await closeAddonGate(gate, 20);
  });

  it('lets nobody in once it is closed: who comes then waits to be ended', async () => {
    await closeAddonGate(gate);
    finishLoading();
    const thread = start();
    await once(thread, 'message');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(said).toEqual(['comes']);
    expect(await thread.terminate()).toBe(1);
  });
});
