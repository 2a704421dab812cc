/**
 * Ending a thread while it loads a native addon ends the whole process: better-sqlite3 asks Node for what a thread that is being
 * ended may not have, and Node-API calls that fatal. So a thread goes through here to load one, and whoever ends threads closes it
 * first. Shared memory: bit 0 = closed, the rest counts the threads inside.
 */
export type AddonGate = Int32Array<SharedArrayBuffer>;

const CLOSED = 1;
const ONE_INSIDE = 2;

export function createAddonGate(): AddonGate {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** In a thread: runs what loads an addon. Where the gate is closed already, waits for the thread's end and does not return. */
export function passAddonGate<T>(gate: AddonGate, load: () => T): T {
  for (;;) {
    const state = Atomics.load(gate, 0);
    if ((state & CLOSED) !== 0) Atomics.wait(gate, 0, state);
    else if (Atomics.compareExchange(gate, 0, state, state + ONE_INSIDE) === state) break;
  }
  try {
    return load();
  } finally {
    Atomics.sub(gate, 0, ONE_INSIDE);
    Atomics.notify(gate, 0);
  }
}

/** Loading takes milliseconds: a thread that is inside for longer hangs, or was ended there and will never say that it is out. */
const PATIENCE_MS = 3_000;

/** Before threads are ended: lets none in any more, and resolves when none is inside, or after `patienceMs`. */
export async function closeAddonGate(gate: AddonGate, patienceMs = PATIENCE_MS): Promise<void> {
  Atomics.or(gate, 0, CLOSED);
  const until = performance.now() + patienceMs;
  for (;;) {
    const state = Atomics.load(gate, 0);
    const leftMs = until - performance.now();
    if (state === CLOSED || leftMs <= 0) return;
    await Atomics.waitAsync(gate, 0, state, leftMs).value;
  }
}
