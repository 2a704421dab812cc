import type { FaultAction, FaultSet, FaultTarget } from '../../src/sandbox/index.ts';

const json: readonly FaultTarget[] = ['list', 'get'];
const all: readonly FaultTarget[] = ['list', 'get', 'media'];

/**
 * Everything that may go wrong without the vendor telling a lie that has to be believed: left out are changed calls,
 * invented ones, recordings said to be gone, and a cut that looks exactly like the end of a recording.
 */
const kinds: readonly { on: readonly FaultTarget[]; fault: FaultAction }[] = [
  { on: all, fault: { kind: 'reset-before-headers' } },
  { on: all, fault: { kind: 'reset-after-headers' } },
  { on: all, fault: { kind: 'reset-mid-body', atByte: 300 } },
  { on: all, fault: { kind: 'short-body', atByte: 200 } },
  { on: all, fault: { kind: 'truncated-chunked', atByte: 250 } },
  { on: json, fault: { kind: 'close-delimited-cut', atByte: 150 } },
  { on: json, fault: { kind: 'truncated-gzip' } },
  { on: json, fault: { kind: 'long-body' } },
  { on: all, fault: { kind: 'stall-before-headers', ms: 1500 } },
  { on: all, fault: { kind: 'stall-mid-body', atByte: 120, ms: 1000 } },
  { on: all, fault: { kind: 'slow-drip', bytes: 2000, everyMs: 5 } },
  { on: all, fault: { kind: 'status', status: 500 } },
  { on: all, fault: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' } },
  { on: all, fault: { kind: 'status', status: 503, retryAfter: { seconds: 1 } } },
  { on: json, fault: { kind: 'rate-limit-storm', resetInMs: 700 } },
  { on: json, fault: { kind: 'captive-portal', as: 'page' } },
  { on: json, fault: { kind: 'replace-body', body: 'empty' } },
  { on: json, fault: { kind: 'replace-body', body: 'null' } },
  { on: json, fault: { kind: 'replace-body', body: 'wrong-shape' } },
  { on: json, fault: { kind: 'truncated-json' } },
  { on: ['list'], fault: { kind: 'shrinking-pages' } },
  { on: ['list'], fault: { kind: 'bad-pagination-key' } },
  { on: ['list'], fault: { kind: 'repeated-page' } },
  { on: ['media'], fault: { kind: 'range-ignored' } },
  { on: ['media'], fault: { kind: 'wrong-content-range' } },
  { on: ['media'], fault: { kind: 'changed-etag' } },
  { on: ['media'], fault: { kind: 'weak-etag' } },
  { on: ['media'], fault: { kind: 'no-etag' } },
  { on: ['media'], fault: { kind: 'range-not-satisfiable' } },
  { on: ['media'], fault: { kind: 'not-audio', as: 'html' } },
  { on: ['media'], fault: { kind: 'not-audio', as: 'empty' } },
  { on: ['media'], fault: { kind: 'wrong-content-type', contentType: 'text/html' } },
  { on: ['media'], fault: { kind: 'media-refused' } },
  { on: ['media'], fault: { kind: 'media-expired-early' } },
  { on: ['media'], fault: { kind: 'expire-mid-download', atByte: 400 } },
];

/** Adds all of them, so that each kind of request meets one with this chance, every fault as often as the others. */
export function addRandomFaults(faults: FaultSet, chance: number): void {
  for (const target of all) {
    const fitting = kinds.filter(({ on }) => on.includes(target));
    for (const { fault } of fitting) faults.add({ ...fault, on: target, probability: chance / fitting.length });
  }
}
