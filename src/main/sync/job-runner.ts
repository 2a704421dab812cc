import type { Job, Priority } from '../store/jobs.ts';

export interface JobRunnerOptions {
  /** Jobs under way at the same time. */
  concurrency: number;
  /** The jobs next in turn, none less urgent than `least`, at most `limit`. */
  next: (least: Priority, limit: number) => Job[];
  /** Does a job and ends its row, failures included. Rejects when aborted, and for what is no single job's fault. */
  perform: (job: Job, signal: AbortSignal) => Promise<void>;
  /** A job is over and no longer under way. */
  onDone?: () => void;
  /** A job's `perform` rejected without having been aborted. */
  onFault: (error: unknown) => void;
}

/** Works one kind of the persistent queue off, most urgent first. What runs is known here only: a crash leaves it waiting. */
export interface JobRunner {
  /** From now on takes jobs that are at least as urgent as `least`; null takes none. Others under way are aborted. */
  work(least: Priority | null): void;
  /** Says that there may be new jobs, or more urgent ones. */
  wake(): void;
  /** Whether this call's job is under way. */
  isRunning(callId: string): boolean;
  /** Resolves when nothing runs and nothing that may be taken waits. */
  idle(): Promise<void>;
}

export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { concurrency } = options;
  const running = new Map<string, { job: Job; abort: AbortController }>();
  /** Jobs that were begun and still stand in the queue, because they were aborted or could not be ended: not taken again and again. */
  const begun = new Set<string>();
  let least: Priority | null = null;
  let upcoming: Job[] = [];
  let exhausted = false;
  let waiters: (() => void)[] = [];

  const refill = (level: Priority) => {
    const limit = 4 * concurrency + running.size + begun.size;
    upcoming = options.next(level, limit).filter(({ callId }) => !running.has(callId) && !begun.has(callId));
    exhausted = upcoming.length === 0;
  };

  const take = (): Job | undefined => {
    if (least === null) return undefined;
    if (upcoming.length === 0 && !exhausted) refill(least);
    return upcoming.shift();
  };

  const start = (job: Job) => {
    const abort = new AbortController();
    running.set(job.callId, { job, abort });
    begun.add(job.callId);
    options
      .perform(job, abort.signal)
      .then(
        () => begun.delete(job.callId),
        (error: unknown) => {
          if (!abort.signal.aborted) options.onFault(error);
        },
      )
      .finally(() => {
        running.delete(job.callId);
        options.onDone?.();
        pump();
      });
  };

  const pump = () => {
    while (running.size < concurrency) {
      const job = take();
      if (!job) break;
      start(job);
    }
    if (running.size > 0) return;
    const idle = waiters;
    waiters = [];
    for (const resolve of idle) resolve();
  };

  const wake = () => {
    upcoming = [];
    exhausted = false;
    pump();
  };

  return {
    work: (level) => {
      least = level;
      begun.clear();
      for (const { job, abort } of running.values()) {
        if (level === null || job.priority > level) abort.abort(new DOMException('stopped', 'AbortError'));
        else begun.add(job.callId);
      }
      wake();
    },
    wake,
    isRunning: (callId) => running.has(callId),
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        pump();
      }),
  };
}
