import { bodyFaults } from './body-faults.ts';
import { driftFaults } from './drift-faults.ts';
import type { FaultAction, FaultKind, FaultOf, FaultTarget } from './fault.ts';
import type { FaultHooks, FaultMaker, FaultMakers } from './hooks.ts';
import { mediaFaults } from './media-faults.ts';
import { pagingFaults } from './paging-faults.ts';
import { replyFaults } from './reply-faults.ts';
import { wireFaults } from './wire-faults.ts';

const makers: FaultMakers<FaultAction> = {
  ...wireFaults,
  ...replyFaults,
  ...bodyFaults,
  ...driftFaults,
  ...pagingFaults,
  ...mediaFaults,
};

/** Every kind of fault. */
export const faultKinds = Object.keys(makers) as readonly FaultKind[];

/** Where a fault fits and what it does. */
export function makeFault<K extends FaultKind>(
  fault: FaultOf<K>,
): {
  targets: readonly FaultTarget[];
  hooks: FaultHooks;
} {
  // The table is keyed by `kind`, so the maker found is the one for this fault; TypeScript cannot see the correlation.
  const maker = makers[fault.kind] as unknown as FaultMaker<K> | undefined;
  if (!maker) throw new Error(`Unknown fault ${String(fault.kind)}.`);
  return { targets: maker.targets, hooks: maker.make(fault) };
}
