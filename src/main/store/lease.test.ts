import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { findNote, forgetNotesAbout, hostFileName, openHostFile, readNote, writeNote } from './host-file.ts';
import {
  acquireLease,
  EXPIRY_MS,
  HEARTBEAT_MS,
  type LeaseOwner,
  readLease,
  releaseLease,
  renewLease,
} from './lease.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { isProcessAlive, processStarted } from './process-identity.ts';

const owner = (token: string, over: Partial<LeaseOwner> = {}): LeaseOwner => ({
  pid: process.pid,
  host: 'here',
  kind: 'web',
  token,
  ...over,
});

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

describe('the lease of one writer', () => {
  it('is given once, renewed, handed back and given again', () => {
    const file = openHostFile(place.dir);
    expect(acquireLease(file, { owner: owner('a'), nowMs: 1000 })).toEqual({ kind: 'owned' });
    expect(acquireLease(file, { owner: owner('b'), nowMs: 2000 })).toEqual({
      kind: 'held',
      by: { pid: process.pid, host: 'here', kind: 'web', sinceMs: 1000 },
    });
    expect(renewLease(file, { owner: owner('a'), nowMs: 3000 })).toEqual({ kind: 'kept' });
    releaseLease(file, owner('b'));
    expect(acquireLease(file, { owner: owner('b'), nowMs: 4000 }).kind).toBe('held');
    releaseLease(file, owner('a'));
    expect(acquireLease(file, { owner: owner('b'), nowMs: 5000 })).toEqual({ kind: 'owned' });
    file.close();
  });

  it('runs out twenty seconds after the last heartbeat, and the one that slept is told', () => {
    const file = openHostFile(place.dir);
    acquireLease(file, { owner: owner('a'), nowMs: 0 });
    renewLease(file, { owner: owner('a'), nowMs: HEARTBEAT_MS });
    const last = HEARTBEAT_MS + EXPIRY_MS;
    expect(acquireLease(file, { owner: owner('b'), nowMs: last }).kind).toBe('held');
    expect(acquireLease(file, { owner: owner('b'), nowMs: last + 1 }).kind).toBe('owned');
    expect(renewLease(file, { owner: owner('a'), nowMs: last + 2 })).toMatchObject({
      kind: 'lost',
      by: { sinceMs: last + 1 },
    });
    expect(HEARTBEAT_MS + EXPIRY_MS).toBeLessThanOrEqual(25_000);
    file.close();
  });

  it('is not held by a date far in the future (the clock was put back)', () => {
    const file = openHostFile(place.dir);
    acquireLease(file, { owner: owner('a'), nowMs: 10_000_000 });
    expect(acquireLease(file, { owner: owner('b'), nowMs: 1000 }).kind).toBe('owned');
    file.close();
  });

  it.runIf(process.platform === 'linux')('does not take a pid that was given to another process for the owner', () => {
    const file = openHostFile(place.dir);
    acquireLease(file, { owner: owner('a'), nowMs: 0 });
    file.use((db) => db.prepare(`UPDATE lease SET started = '12345'`).run());
    expect(acquireLease(file, { owner: owner('b'), nowMs: 1 }).kind).toBe('owned');
    expect(isProcessAlive(process.pid, processStarted(process.pid))).toBe(true);
    expect(isProcessAlive(process.pid, '12345')).toBe(false);
    file.close();
  });

  it('says nothing of pids of another machine: only the heartbeat counts there', () => {
    const file = openHostFile(place.dir);
    acquireLease(file, { owner: owner('a', { pid: 2 ** 30 }), nowMs: 0 });
    file.use((db) => db.prepare(`UPDATE lease SET place = 'elsewhere'`).run());
    expect(acquireLease(file, { owner: owner('b'), nowMs: 1 }).kind).toBe('held');
    expect(acquireLease(file, { owner: owner('b'), nowMs: EXPIRY_MS + 1 }).kind).toBe('owned');
    file.close();
  });
});

describe('host.db', () => {
  it('is for its owner only, keeps notes, and forgets them wholly', () => {
    const file = openHostFile(place.dir);
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    writeNote(file, 'last_run', '{"failed":["call-canary-1"]}');
    writeNote(file, 'last_success_ms', '5');
    expect(readNote(file, 'last_run')).toContain('canary');
    writeNote(file, 'last_success_ms', '6');
    expect(readNote(file, 'last_success_ms')).toBe('6');
    expect(findNote(place.dir, 'last_success_ms')).toBe('6');
    forgetNotesAbout(file, 'call-canary-1');
    expect(readNote(file, 'last_run')).toBeUndefined();
    writeNote(file, 'last_success_ms', null);
    expect(readNote(file, 'last_success_ms')).toBeUndefined();
    for (const name of ['', '-wal']) {
      expect(readFileSync(`${file.path}${name}`).includes('call-canary-1')).toBe(false);
    }
    file.close();
  });

  it('is not made by asking for a note', () => {
    expect(findNote(place.dir, 'last_run')).toBeUndefined();
    expect(existsSync(join(place.dir, hostFileName))).toBe(false);
    writeFileSync(
      join(place.dir, hostFileName),
      'not a database at all, and long enough to be read as a header of one',
    );
    expect(findNote(place.dir, 'last_run')).toBeUndefined();
  });

  it('is made anew when it is damaged, also under the hands of another process', () => {
    const path = join(place.dir, hostFileName);
    writeFileSync(path, 'not a database at all, and long enough that SQLite reads it as a header of one');
    const first = openHostFile(place.dir);
    expect(acquireLease(first, { owner: owner('a'), nowMs: 0 }).kind).toBe('owned');
    first.use((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    writeFileSync(path, Buffer.alloc(8192, 7));
    const second = openHostFile(place.dir);
    expect(acquireLease(second, { owner: owner('b'), nowMs: 1 }).kind).toBe('owned');
    expect(renewLease(first, { owner: owner('a'), nowMs: 2 })).toMatchObject({ kind: 'lost' });
    first.close();
    second.close();
  });
});

/** A clock whose sleepers wake when the test says. */
function handClock() {
  let nowMs = 0;
  let wake: (() => void) | undefined;
  const clock: Clock = {
    now: () => nowMs,
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        wake = resolve;
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  const forward = async (ms: number) => {
    nowMs += ms;
    wake?.();
    await new Promise(setImmediate);
  };
  return { clock, forward };
}

describe('a lease keeper', () => {
  it('tells its owner when another took over, and takes over itself when it may', async () => {
    const { clock, forward } = handClock();
    const events: string[] = [];
    const keeper = createLeaseKeeper({
      dir: place.dir,
      owner: owner('a'),
      clock,
      onLost: (by) => events.push(`lost to ${by?.kind}`),
      onGained: () => events.push('gained'),
    });
    expect(keeper.start()).toEqual({ kind: 'owned' });
    await forward(HEARTBEAT_MS);
    expect(keeper.owned()).toBe(true);
    const other = openHostFile(place.dir);
    expect(acquireLease(other, { owner: owner('b', { kind: 'command' }), nowMs: 5 * EXPIRY_MS }).kind).toBe('owned');
    await forward(5 * EXPIRY_MS);
    expect(keeper.owned()).toBe(false);
    releaseLease(other, owner('b'));
    await forward(HEARTBEAT_MS);
    expect(events).toEqual(['lost to command', 'gained']);
    await keeper.stop();
    expect(readLease(other)).toBeNull();
    other.close();
  });
});

describe('two processes', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A process that holds the lease until it is killed or told to stop; resolves with what it was answered. */
  async function holder(): Promise<{ child: ChildProcess; answer: string }> {
    const source = `
      import { createLeaseKeeper } from ${JSON.stringify(new URL('./lease-keeper.ts', import.meta.url).href)};
      import { setTimeout as sleep } from 'node:timers/promises';
      const clock = { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }) };
      const owner = { pid: process.pid, host: 'here', kind: 'desktop', token: String(process.pid) };
      const keeper = createLeaseKeeper({ dir: ${JSON.stringify(place.dir)}, owner, clock, onLost: () => process.exit(3) });
      process.stdout.write(keeper.start().kind + '\\n');
      process.stdin.once('data', () => keeper.stop().then(() => process.exit(0)));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, answer: chunk.toString().trim() };
  }

  it('the second is refused while the first lives, and takes over at once when it was killed', async () => {
    const first = await holder();
    expect(first.answer).toBe('owned');
    expect((await holder()).answer).toBe('held');
    const file = openHostFile(place.dir);
    expect(acquireLease(file, { owner: owner('me'), nowMs: Date.now() })).toMatchObject({
      kind: 'held',
      by: { pid: first.child.pid, kind: 'desktop' },
    });
    const ended = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await ended;
    expect(acquireLease(file, { owner: owner('me'), nowMs: Date.now() })).toEqual({ kind: 'owned' });
    file.close();
  });

  it('an owner that ends properly leaves the lease free', async () => {
    const { child } = await holder();
    const ended = once(child, 'exit');
    child.stdin?.write('stop');
    expect(await ended).toEqual([0, null]);
    const file = openHostFile(place.dir);
    expect(readLease(file)).toBeNull();
    file.close();
  });
});
