import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { ownPeakMb } from '../lib/memory.ts';

/** Preloaded (`node --import`) into a measured process: at its end it notes what it used. See `lib/earmark.ts`. */
const file = process.env.EARMARK_BENCH_USAGE;
if (isMainThread && file !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, JSON.stringify({ peakMb: ownPeakMb(), cpuMs: (user + system) / 1000 }));
  });
}
