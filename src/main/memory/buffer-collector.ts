import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of buffers that may pile up between two collections. */
const EVERY_BYTES = 8 * 2 ** 20;

type CollectYoung = (options: { type: 'minor' }) => void;
let collect: CollectYoung | undefined;
let pending = 0;

/** V8 shows its collector only behind a flag, which a host need not be started with: it is on for this one moment. */
function youngCollector(): CollectYoung {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  setFlagsFromString('--no-expose-gc');
  // A V8 without it only takes more memory.
  return typeof found === 'function' ? (found as CollectYoung) : () => undefined;
}

/**
 * Keeps the memory of long downloads flat; to be called with the size of every chunk that was dealt with. Network buffers
 * are dead as soon as they are written, but V8 sees only the small objects in front of them and lets 64 MB of them pile up
 * (Node 24; `npm run bench big-recording`). After each 8 MB the young objects are collected, which takes about a millisecond.
 */
export function noteSpentBuffer(bytes: number): void {
  pending += bytes;
  if (pending < EVERY_BYTES) return;
  pending = 0;
  collect ??= youngCollector();
  collect({ type: 'minor' });
}
