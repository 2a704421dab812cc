import type { Random } from '../random.ts';
import type { Fault, FaultTarget } from './fault.ts';
import type { ActiveFault, FaultHooks } from './hooks.ts';
import { makeFault } from './makers.ts';

/** A fault that was added. */
export interface FaultHandle {
  readonly fault: Fault;
  /** How often it was applied. */
  readonly applied: number;
  remove(): void;
}

/** The faults of a sandbox. */
export interface FaultSet {
  /** Throws when the fault makes no sense for the requests named in `on`. */
  add(fault: Fault): FaultHandle;
  clear(): void;
  readonly handles: readonly FaultHandle[];
}

/** A request as faults are matched against it. */
export interface FaultSubject {
  readonly target: FaultTarget;
  readonly callIds: readonly string[];
  readonly page: number | undefined;
}

interface Entry extends FaultHandle {
  applied: number;
  seen: number;
  readonly targets: readonly FaultTarget[];
  readonly hooks: FaultHooks;
  readonly endsAtMs: number;
}

/** Creates an empty set; `match` is for the servers and counts what it returns as applied. */
export function createFaultSet(
  random: Random,
  now: () => number,
): FaultSet & { match(subject: FaultSubject): readonly ActiveFault[] } {
  let entries: Entry[] = [];
  return {
    add(fault) {
      const { targets, hooks } = makeFault(fault);
      const wanted = fault.on === undefined ? targets : asList(fault.on);
      const odd = wanted.find((target) => !targets.includes(target));
      if (odd) throw new Error(`Fault ${fault.kind} cannot meet a ${odd} request.`);
      const entry: Entry = {
        fault,
        applied: 0,
        seen: 0,
        targets: wanted,
        hooks: onlyFor(fault, hooks),
        endsAtMs: fault.forMs === undefined ? Number.POSITIVE_INFINITY : now() + fault.forMs,
        remove() {
          entries = entries.filter((other) => other !== entry);
        },
      };
      entries = [...entries, entry];
      return entry;
    },
    clear() {
      entries = [];
    },
    get handles() {
      return entries;
    },
    match(subject) {
      const active: ActiveFault[] = [];
      for (const entry of entries) {
        if (!meets(entry, subject, now())) continue;
        entry.seen++;
        const { fault } = entry;
        if (fault.nth !== undefined && !asList(fault.nth).includes(entry.seen)) continue;
        if (fault.times !== undefined && entry.applied >= fault.times) continue;
        if (fault.probability !== undefined && random() >= fault.probability) continue;
        entry.applied++;
        active.push({ fault, hooks: entry.hooks, applied: entry.applied });
      }
      return active;
    },
  };
}

function meets({ fault, targets, endsAtMs }: Entry, subject: FaultSubject, nowMs: number): boolean {
  if (!targets.includes(subject.target) || nowMs >= endsAtMs) return false;
  if (fault.page !== undefined && (subject.page === undefined || !asList(fault.page).includes(subject.page))) {
    return false;
  }
  return fault.callId === undefined || asList(fault.callId).some((id) => subject.callIds.includes(id));
}

/** A fault for named calls leaves the other items of a page alone. */
function onlyFor(fault: Fault, hooks: FaultHooks): FaultHooks {
  if (fault.callId === undefined || !hooks.call) return hooks;
  const ids = asList(fault.callId);
  const change = hooks.call;
  return { ...hooks, call: (call) => (ids.includes(String(call.call_id)) ? change(call) : call) };
}

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
