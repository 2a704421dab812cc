import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { verifyWorkspace } from '../../src/main/recordings/verify.ts';
import { newestVersion } from '../../src/main/store/migrations/index.ts';
import { openForReading } from '../../src/main/store/open.ts';
import type { Ended } from './command.ts';
import { type Ledger, readLedger, stemOf } from './ledger.ts';
import type { World } from './world.ts';

/**
 * Looks at what is on the disk now, on copies of it: what was committed, and what is wrong with it. Files of the call
 * `erased` may be there although it is not: its rows go first.
 */
export async function inspectRemains(
  world: Pick<World, 'workspace' | 'discard' | 'verify'>,
  dir: string,
  erased?: string,
): Promise<{ ledger: Ledger; problems: string[] }> {
  const copies: string[] = [];
  const copied = (from: string): string => {
    const copy = world.workspace(from);
    copies.push(copy);
    return copy;
  };
  const ledger = readLedger(copied(dir));
  const problems = [...ledger.damage];
  if (ledger.version === newestVersion) {
    problems.push(...problemsOf(await world.verify(copied(dir)), ledger));
  }
  for (const copy of copies) world.discard(copy);
  const stems = new Set([...ledger.calls.keys(), ...(erased === undefined ? [] : [erased])].map(stemOf));
  const strangers = mediaFiles(dir).filter((path) => !stems.has(path.replace(/^\w+\/([^.]*).*$/, '$1')));
  problems.push(...strangers.map((path) => `${path} belongs to no known call`));
  return { ledger, problems };
}

const verifySchema = z.object({
  recordings: z.number(),
  problems: z.array(z.looseObject({ kind: z.string() })),
});

/** A file whose name was not yet noted is an orphan until the next start sweeps it or fetches it again; that is no damage. */
function problemsOf({ stdout, stderr, result }: Ended, ledger: Ledger): string[] {
  const read = verifySchema.safeParse(result);
  if (!read.success) return [`earmark verify gave no result: ${stdout}${stderr}`];
  const { recordings, problems } = read.data;
  const serious = problems.map((problem) => JSON.stringify(problem));
  const counted =
    recordings === ledger.ready.size ? [] : [`it checked ${recordings} of ${ledger.ready.size} recordings`];
  return [...serious, ...counted].map((problem) => `earmark verify: ${problem}`);
}

/** What `before` held and `after` does not; also damage of `after`. */
export function lossesBetween(before: Ledger, after: Ledger): string[] {
  const losses = [...after.damage];
  for (const [id, { detailed }] of before.calls) {
    const now = after.calls.get(id);
    if (now === undefined) losses.push(`call ${id} was committed and is gone`);
    else if (detailed && !now.detailed) losses.push(`the details of call ${id} were committed and are gone`);
  }
  for (const [id, file] of before.ready) {
    const now = after.ready.get(id);
    if (now?.file !== file.file || now.sha256 !== file.sha256 || now.bytes !== file.bytes)
      losses.push(`the recording of ${id} was ready as ${file.file} and is ${now?.file ?? 'not ready any more'}`);
  }
  return losses;
}

/** What `earmark verify` finds, in this process. */
export async function verifyProblems(dir: string): Promise<string[]> {
  const db = openForReading(dir);
  try {
    return (await verifyWorkspace(db, dir)).problems.map(({ id, message }) => `${id ?? 'database'}: ${message}`);
  } finally {
    db.close();
  }
}

/** Parts, half-written files, and whatever else no finished recording accounts for. */
export function leftovers(dir: string, ledger: Ledger): string[] {
  const expected = new Set<string>();
  for (const [id, { file }] of ledger.ready) {
    expected.add(`recordings/${file}`);
    expected.add(`recordings/${stemOf(id)}.play.mp4`);
    expected.add(`peaks/${stemOf(id)}.peaks`);
  }
  return mediaFiles(dir).filter((path) => !expected.has(path));
}

/** Makes every file in `recordings/` and `peaks/` so much older, as if the next start came so much later. */
export function age(dir: string, byMs: number): void {
  for (const path of mediaFiles(dir)) {
    const seconds = (statSync(join(dir, path)).mtimeMs - byMs) / 1000;
    utimesSync(join(dir, path), seconds, seconds);
  }
}

function mediaFiles(dir: string): string[] {
  const present = new Set(readdirSync(dir));
  return ['recordings', 'peaks']
    .filter((folder) => present.has(folder))
    .flatMap((folder) => readdirSync(join(dir, folder)).map((name) => `${folder}/${name}`));
}
