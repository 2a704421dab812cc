import { differences } from './exports.ts';
import { type Ledger, readLedger } from './ledger.ts';
import { age, inspectRemains, leftovers, lossesBetween, verifyProblems } from './remains.ts';
import type { World } from './world.ts';

/** What was left, what the next sync did about it, and everything about it that should not be. */
export interface Recovery {
  /** As the process left it. */
  before: Ledger;
  after: Ledger;
  /** `Range` headers of the next sync's media requests, by call. */
  media: Map<string, (string | undefined)[]>;
  /** Broken invariants in words; empty is good. */
  problems: string[];
}

export interface JudgeOptions {
  /** A call that was being erased: it may be there wholly or not at all. */
  erased?: string;
}

/** Files that nobody knows are swept once they are ten minutes old: another process may be about to note them. */
const NEXT_START_MS = 3_600_000;

/**
 * The invariants after a process died or ran out of disk: what it left is sound, the next sync completes, nothing that
 * was committed is lost or fetched again, no file is left over, and the workspace exports what an undisturbed one does.
 */
export async function judge(world: World, dir: string, { erased }: JudgeOptions = {}): Promise<Recovery> {
  const remains = await inspectRemains(world, dir, erased);
  const before = remains.ledger;
  world.sandbox.faults.clear();
  world.sandbox.clearRequests();
  age(dir, NEXT_START_MS);

  const next = await world.sync(dir);
  const after = readLedger(dir);
  const media = mediaRequests(world);
  const problems = [...remains.problems];
  if (next.code !== 0) {
    problems.push(`the next sync ended with ${next.code ?? next.signal}: ${next.stdout}${next.stderr}`);
    return { before, after, media, problems };
  }
  if (erased !== undefined && !after.calls.has(erased)) {
    before.calls.delete(erased);
    before.ready.delete(erased);
  }
  const again = [...media.keys()].filter((id) => before.ready.has(id));
  const kept = world.undisturbed.filter(({ id }) => id !== erased || after.calls.has(id));
  problems.push(
    ...lossesBetween(before, after),
    ...again.map((id) => `the finished recording of ${id} was downloaded again`),
    ...(await verifyProblems(dir)),
    ...leftovers(dir, after).map((path) => `${path} is left over`),
    ...differences(await world.exported(dir), kept),
  );
  return { before, after, media, problems };
}

function mediaRequests(world: World): Recovery['media'] {
  const found: Recovery['media'] = new Map();
  for (const { kind, callId, range } of world.sandbox.requests) {
    if (kind !== 'media' || callId === undefined) continue;
    found.set(callId, [...(found.get(callId) ?? []), range]);
  }
  return found;
}
