import { describe, expect, it } from 'vitest';
import { type Job, type Priority, priorities } from '../store/jobs.ts';
import { createJobRunner } from './job-runner.ts';

/** A queue in memory in the order of the store's, and jobs that end when told. */
function workshop(concurrency = 2) {
  const queue: Job[] = [];
  const begun: string[] = [];
  const faults: unknown[] = [];
  const ends = new Map<string, { done: () => void; fail: (error: Error) => void; signal: AbortSignal }>();
  const runner = createJobRunner({
    concurrency,
    next: (least, limit) =>
      queue
        .filter((job) => job.priority <= least)
        .sort((a, b) => a.priority - b.priority || b.startMs - a.startMs)
        .slice(0, limit),
    perform: (job, signal) =>
      new Promise((resolve, reject) => {
        begun.push(job.callId);
        signal.addEventListener('abort', () => reject(signal.reason));
        const done = () => {
          queue.splice(queue.indexOf(job), 1);
          resolve();
        };
        ends.set(job.callId, { done, fail: reject, signal });
      }),
    onFault: (error) => faults.push(error),
  });
  const add = (callId: string, priority: Priority = priorities.newest, startMs = 0) => {
    queue.push({ kind: 'detail', callId, priority, startMs });
    runner.wake();
  };
  const end = async (callId: string) => {
    ends.get(callId)?.done();
    await new Promise(setImmediate);
  };
  return { runner, queue, begun, faults, ends, add, end };
}

describe('a queue that is worked off', () => {
  it('takes the most urgent first, also one that came last, and no more at once than allowed', async () => {
    const { runner, begun, add, end } = workshop();
    add('old', priorities.backfill, 1);
    add('new', priorities.newest, 5);
    add('newer', priorities.newest, 9);
    expect(begun).toEqual([]);
    runner.work(priorities.backfill);
    expect(begun).toEqual(['newer', 'new']);
    add('looked-at', priorities.open);
    await end('new');
    expect(begun).toEqual(['newer', 'new', 'looked-at']);
    await end('newer');
    await end('looked-at');
    expect(begun.at(-1)).toBe('old');
  });

  it('is idle when nothing runs and nothing that may be taken waits', async () => {
    const { runner, add, end } = workshop();
    runner.work(priorities.open);
    add('later', priorities.newest);
    await runner.idle();
    add('now', priorities.open);
    let idle = false;
    const waiting = runner.idle().then(() => {
      idle = true;
    });
    await new Promise(setImmediate);
    expect(idle).toBe(false);
    await end('now');
    await waiting;
    expect(idle).toBe(true);
  });

  it('aborts what is not urgent enough any more, leaves it in the queue, and takes it again when told to work', async () => {
    const { runner, queue, begun, add, faults, ends } = workshop();
    runner.work(priorities.backfill);
    add('a');
    add('b', priorities.open);
    runner.work(priorities.open);
    expect([ends.get('a')?.signal.aborted, ends.get('b')?.signal.aborted]).toEqual([true, false]);
    await new Promise(setImmediate);
    expect(queue.map((job) => job.callId)).toEqual(['a', 'b']);
    runner.work(priorities.backfill);
    expect(begun).toEqual(['a', 'b', 'a']);
    expect(faults).toEqual([]);
  });

  it('reports a fault, and does not take that job again and again', async () => {
    const { runner, begun, faults, add, ends } = workshop();
    runner.work(priorities.backfill);
    add('a');
    ends.get('a')?.fail(new Error('bug'));
    await runner.idle();
    runner.wake();
    await runner.idle();
    expect(begun).toEqual(['a']);
    expect(faults).toEqual([new Error('bug')]);
  });
});
