import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveListed } from '../store/calls.ts';
import { findMatching } from '../store/matching.ts';
import { findRecording, saveReadyRecording } from '../store/recordings.ts';
import { hurriedClock, recordingLogger, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { localWriter } from '../writer/writer.ts';
import { type RecordingPaths, recordingPaths } from './files.ts';
import { createKeeping, type Keeping } from './keeping.ts';

describe('what stays on this disk', () => {
  let store: ReturnType<typeof temporaryDb>;
  let paths: RecordingPaths;
  let keeping: Keeping;
  let capBytes: number | null;
  let nowMs: number;
  let changed: string[];

  beforeEach(() => {
    store = temporaryDb();
    paths = recordingPaths(store.dir);
    capBytes = null;
    nowMs = 1_800_000_000_000;
    changed = [];
    for (const [n, id] of ['a', 'b', 'c', 'd'].entries()) {
      saveListed(store.db, summaryOf(id, { durationMs: 1000 }), '{}', 1);
      if (id === 'd') continue;
      const path = paths.original(id, 'wav');
      writeFileSync(path, 'x'.repeat(100));
      saveReadyRecording(store.db, id, { name: path.split('/').at(-1) ?? '', bytes: 100, sha256: id }, 10 + n);
    }
    keeping = createKeeping({
      db: store.db,
      writer: localWriter(store.db),
      paths,
      space: { freeBytes: async () => 5_000, lacking: async () => 0 },
      clock: hurriedClock(() => nowMs),
      logger: recordingLogger(),
      capBytes: () => capBytes,
      matching: async (filter) => findMatching(store.db, filter),
      onChanged: (ids) => changed.push(...ids),
    });
  });
  afterEach(() => store.remove());

  const here = () => ['a', 'b', 'c'].filter((id) => existsSync(paths.original(id, 'wav')));

  it('is everything without a limit', async () => {
    await keeping.enforceCap();
    expect(here()).toEqual(['a', 'b', 'c']);
  });

  it('is never a pinned recording, nor one in use, and the least recently played goes first', async () => {
    await keeping.pin('a', true);
    keeping.noteUse('b');
    await expect.poll(() => findRecording(store.db, 'b')?.state).toBe('ready');
    capBytes = 250;
    await keeping.enforceCap();
    expect(here()).toEqual(['a', 'b']);
    expect(findRecording(store.db, 'c')).toMatchObject({ state: 'pending', code: 'evicted', file: null });
    // What is left may not go: the limit cannot hold.
    capBytes = 50;
    await keeping.enforceCap();
    expect(here()).toEqual(['a', 'b']);
    nowMs += 3_600_000;
    await keeping.enforceCap();
    expect(here()).toEqual(['a']);
    expect(changed).toEqual(['a', 'c', 'b']);
    expect(await keeping.cache()).toEqual({ recordings: 1, bytes: 100, pinned: 1, capBytes: 50, freeBytes: 5_000 });
  });

  it('can be more: what is missing of a filter, with its size', async () => {
    expect(await keeping.plan({})).toEqual({ calls: 4, here: 3, missing: ['d'], bytes: 100, freeBytes: 5_000 });
    expect(await keeping.plan({ recordingStates: ['ready'] })).toMatchObject({ calls: 3, missing: [], bytes: 0 });
  });

  it('cannot be said of a call that is not here', async () => {
    await expect(keeping.pin('nobody', true)).rejects.toMatchObject({ code: 'not-found' });
  });
});
