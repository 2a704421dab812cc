import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newestVersion } from '../../src/main/store/migrations/index.ts';
import { verifyWorkspace } from '../../src/main/recordings/verify.ts';
import { openForReading } from '../../src/main/store/open.ts';
import { type Ledger, readLedger, stemOf } from './ledger.ts';
import type { World } from './world.ts';

/** What the next sync did, for expectations of a single point. */
export interface Recovery {
  /** As the process left it. */
  before: Ledger;
  after: Ledger;
  /** `Range` headers of the next sync's media requests, by call. */
  media: Map<string, (string | undefined)[]>;
}

/**
 * The invariants after a process died or ran out of disk: what it left is sound, the next sync completes, nothing that
 * was committed is lost or fetched again, no file is left over, and the workspace exports what an undisturbed one does.
 */
export async function judge(world: World, dir: string): Promise<Recovery> {
  const before = await judgeRemains(world, dir);
  world.sandbox.faults.clear();
  world.sandbox.clearRequests();

  const next = await world.sync(dir);
  expect(next.result, `the next sync: ${next.stderr}`).toMatchObject({ ok: true });
  expect(next.code).toBe(0);

  const after = readLedger(dir);
  expectNothingLost(before, after);
  const media = mediaRequests(world);
  const again = [...media.keys()].filter((id) => before.ready.has(id));
  expect(again, 'finished recordings that were downloaded again').toEqual([]);
  await expectWhole(world, dir, after);
  return { before, after, media };
}

/** The part of the judgement that looks at what is on the disk now, on a copy of it. Returns what was committed. */
export async function judgeRemains(world: World, dir: string): Promise<Ledger> {
  const copy = world.workspace(dir);
  const ledger = readLedger(world.workspace(dir));
  expect(ledger.damage, 'damage of the database').toEqual([]);
  if (ledger.version === newestVersion) {
    const { result, stderr } = await world.verify(copy);
    expect(result, stderr).toMatchObject({ ok: true, problems: [], recordings: ledger.ready.size });
  }
  const stems = new Set([...ledger.calls.keys()].map(stemOf));
  const strangers = mediaFiles(dir).filter((path) => !stems.has(path.replace(/^\w+\/([^.]*).*$/, '$1')));
  expect(strangers, 'files of no known call').toEqual([]);
  return ledger;
}

/** Nothing that `before` held may be missing or less in `after`. */
export function expectNothingLost(before: Ledger, after: Ledger): void {
  expect(after.damage).toEqual([]);
  const lost = [...before.calls].filter(([id, { detailed }]) => {
    const now = after.calls.get(id);
    return now === undefined || (detailed && !now.detailed);
  });
  expect(lost, 'calls that were committed and are gone').toEqual([]);
  for (const [id, file] of before.ready) expect(after.ready.get(id), `the recording of ${id}`).toEqual(file);
}

/** The workspace is as if nothing had happened: hashes, files and export. */
async function expectWhole(world: World, dir: string, ledger: Ledger): Promise<void> {
  await expectVerified(dir);
  expectNoLeftovers(dir, ledger);
  expect(await world.exported(dir)).toEqual(world.undisturbed);
}

/** What `earmark verify` checks, in this process. */
export async function expectVerified(dir: string): Promise<void> {
  const db = openForReading(dir);
  try {
    expect((await verifyWorkspace(db, dir)).problems).toEqual([]);
  } finally {
    db.close();
  }
}

/** No part, no half-written file, and nothing that no finished recording accounts for. */
export function expectNoLeftovers(dir: string, ledger: Ledger): void {
  const expected = new Set<string>();
  for (const [id, { file }] of ledger.ready) {
    expected.add(`recordings/${file}`);
    expected.add(`recordings/${stemOf(id)}.play.mp4`);
    expected.add(`peaks/${stemOf(id)}.peaks`);
  }
  expect(mediaFiles(dir).filter((path) => !expected.has(path))).toEqual([]);
}

function mediaFiles(dir: string): string[] {
  const present = new Set(readdirSync(dir));
  return ['recordings', 'peaks']
    .filter((folder) => present.has(folder))
    .flatMap((folder) => readdirSync(join(dir, folder)).map((name) => `${folder}/${name}`));
}

function mediaRequests(world: World): Recovery['media'] {
  const found: Recovery['media'] = new Map();
  for (const { kind, callId, range } of world.sandbox.requests) {
    if (kind !== 'media' || callId === undefined) continue;
    found.set(callId, [...(found.get(callId) ?? []), range]);
  }
  return found;
}
