import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { answerQuestions } from '../lib/questions.ts';

/**
 * Preloaded (`node --import`) into the measured process: watches the event loop of its main thread between two questions.
 * The histogram holds the time between two ticks of a timer; what is over the timer's own period is delay.
 */
const periodMs = 1;

if (isMainThread) {
  const delays = monitorEventLoopDelay({ resolution: periodMs });
  let since = performance.eventLoopUtilization();
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - periodMs);
  answerQuestions({
    start: () => {
      delays.reset();
      delays.enable();
      since = performance.eventLoopUtilization();
    },
    stop: () => {
      delays.disable();
      return {
        ticks: delays.count,
        p50: ms(delays.percentile(50)),
        p99: ms(delays.percentile(99)),
        p999: ms(delays.percentile(99.9)),
        max: ms(delays.max),
        utilization: performance.eventLoopUtilization(since).utilization,
      };
    },
  });
}
