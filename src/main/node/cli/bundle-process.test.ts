import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import { type BundleSeat, openBundleSeat } from '../../bundle/testing/bundle-seat.ts';
import { openForReading } from '../../store/open.ts';
import { eachEvent } from '../../store/review-events.ts';
import { findChangedItems } from '../../store/review-items.ts';
import { temporaryDir } from '../../testing/workspace-fixtures.ts';

const entry = join(import.meta.dirname, '..', 'earmark.ts');

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the command; `kill` = it is killed once so many events are in this folder's log. */
function run(args: readonly string[], kill: { dir: string; events: number } | null = null): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const watch = kill && setInterval(() => countEvents(kill.dir) > kill.events && child.kill('SIGKILL'), 1);
  const ended: Ended = { code: null, signal: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    ended.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.stderr += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      if (watch) clearInterval(watch);
      resolve({ ...ended, code, signal });
    }),
  );
}

/** Without those of the workspace: its first tags are made by itself. */
function countEvents(dir: string): number {
  const db = openForReading(dir);
  try {
    return Number(db.prepare('SELECT count(*) FROM review_events WHERE call_id IS NOT NULL').pluck().get());
  } finally {
    db.close();
  }
}

const lastLine = ({ stdout }: Ended): Record<string, unknown> => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

const calls = Array.from({ length: 40 }, (_, n) => `call-${n}`);
const NOTES = 60;

/** What a workspace's folder holds of the review work. */
function read(dir: string) {
  const db = openForReading(dir);
  try {
    return {
      log: [...eachEvent(db, calls)].map(({ id }) => id).sort(),
      items: calls
        .flatMap((id) => findChangedItems(db, id, 0).items.map(({ rev, ...item }) => canonicalJson(item)))
        .sort(),
    };
  } finally {
    db.close();
  }
}

describe('bundles on the command line', { timeout: 240_000 }, () => {
  let seat: BundleSeat;
  let bundle: string;
  const places: ReturnType<typeof temporaryDir>[] = [];
  const newDir = () => {
    const place = temporaryDir();
    places.push(place);
    return place.dir;
  };
  beforeAll(async () => {
    seat = await openBundleSeat();
    for (const callId of calls) {
      const change = (n: number) => ({
        kind: 'annotation' as const,
        itemId: `${callId}-${n}`,
        callId,
        set: { anchor: { on: 'point', atMs: n * 10 }, text: `${n} `.repeat(20), severity: 'minor' },
      });
      await seat.review.apply(
        callId,
        Array.from({ length: NOTES }, (_, n) => change(n)),
      );
    }
    bundle = await seat.pack({ callIds: calls });
  });
  afterAll(async () => {
    await seat.close();
    for (const { remove } of places) remove();
  });

  it('imports into a folder that was not there, exports from it, and says what an import would change', async () => {
    const dir = join(newDir(), 'new');
    const would = await run(['import', bundle, '--data-dir', dir, '--dry-run']);
    expect(lastLine(would)).toMatchObject({ ok: true, dryRun: true, newEvents: calls.length * NOTES });
    const imported = await run(['import', bundle, '--data-dir', dir]);
    expect(imported.code, imported.stderr).toBe(0);
    expect(lastLine(imported)).toMatchObject({
      ok: true,
      events: { added: calls.length * NOTES, known: 0 },
      callsNotHere: calls.length,
    });
    expect(read(dir)).toEqual({ ...read(seat.dir), log: read(dir).log });
    const out = join(dir, 'back.earmark');
    const exported = await run(['export', '--format', 'bundle', '--out', out, '--call', 'call-3', '--data-dir', dir]);
    expect(exported.code, exported.stderr).toBe(0);
    expect(lastLine(exported)).toMatchObject({ ok: true, calls: 1, events: NOTES, redaction: null });
    const again = await run(['import', out, '--data-dir', dir]);
    expect(lastLine(again)).toMatchObject({ events: { added: 0, known: NOTES } });
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  it('redacts by a file of rules, and refuses rules that are none', async () => {
    const [dir, rules] = [newDir(), join(newDir(), 'rules.json')];
    writeFileSync(rules, '{"names":["minor"]}');
    await run(['import', bundle, '--data-dir', dir]);
    const args = [
      'export',
      '--format',
      'bundle',
      '--out',
      join(dir, 'r.earmark'),
      '--redact',
      rules,
      '--data-dir',
      dir,
    ];
    expect(lastLine(await run(args))).toMatchObject({ ok: true, redaction: { names: 1, phones: true } });
    writeFileSync(rules, '{"names":"minor"}');
    expect(await run(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('redaction rules') });
  });

  it('says what is wrong with a file that is no bundle', async () => {
    const dir = newDir();
    const cut = join(dir, 'cut.earmark');
    writeFileSync(cut, readFileSync(bundle).subarray(0, 5000));
    const ended = await run(['import', cut, '--data-dir', dir]);
    expect(ended.code).toBe(1);
    expect(lastLine(ended)).toMatchObject({
      ok: false,
      code: 'damaged',
      message: expect.stringContaining('Nothing was imported'),
    });
  });

  it.each([0.1, 0.5, 0.9])(
    'loses nothing when it is killed with %d of it in, and is finished by importing again',
    async (share) => {
      const dir = newDir();
      // What a reviewer did here before must be there afterwards too.
      await run(['import', await ownBundle(dir), '--data-dir', dir]);
      const struck = await run(['import', bundle, '--data-dir', dir], {
        dir,
        events: Math.ceil(calls.length * NOTES * share),
      });
      expect(struck.signal).toBe('SIGKILL');
      const between = read(dir);
      expect(between.log.length).toBeGreaterThan(calls.length * NOTES * share);
      expect(between.log.length).toBeLessThanOrEqual(calls.length * NOTES);
      expect(between.items).toHaveLength(between.log.length);
      const again = await run(['import', bundle, '--data-dir', dir]);
      expect(again.code, again.stderr).toBe(0);
      expect(lastLine(again)).toMatchObject({ events: { known: between.log.length - 1 } });
      const own = (item: string) => item.includes('done here before');
      expect(read(dir).items.filter(own)).toHaveLength(1);
      expect(read(dir).items.filter((item) => !own(item))).toEqual(read(seat.dir).items);
    },
  );

  async function ownBundle(dir: string): Promise<string> {
    const other = await openBundleSeat();
    try {
      const set = { anchor: { on: 'call' }, text: 'done here before' };
      await other.review.apply('call-0', [{ kind: 'annotation', itemId: 'own', callId: 'call-0', set }]);
      const path = join(dir, 'own.earmark');
      writeFileSync(path, readFileSync(await other.pack({ callIds: ['call-0'] })));
      return path;
    } finally {
      await other.close();
    }
  }
});
