import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveListed } from '../store/calls.ts';
import { markEvicted } from '../store/recording-use.ts';
import { noteRecording, saveAudioFacts, saveReadyRecording } from '../store/recordings.ts';
import { summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { type RecordingPaths, recordingPaths, removeRecordingFiles, sha256OfFile } from './files.ts';
import { sweepWorkspace } from './sweep.ts';
import { verifyWorkspace } from './verify.ts';

describe('the files of a workspace', () => {
  let store: ReturnType<typeof temporaryDb>;
  let paths: RecordingPaths;
  const put = (path: string, text = 'x') => {
    writeFileSync(path, text);
    return path;
  };
  const allFiles = () => [...readdirSync(paths.recordingsDir), ...readdirSync(paths.peaksDir)];
  /** A whole recording with all that is made of it. */
  const complete = async (id: string) => {
    const path = put(paths.original(id, 'mp3'), `sound of ${id}`);
    const sha256 = await sha256OfFile(path);
    saveReadyRecording(
      store.db,
      id,
      { name: path.slice(paths.recordingsDir.length + 1), bytes: 10 + id.length - 1, sha256 },
      1,
    );
    const facts = { container: 'mp3', codec: 'mp3', channels: 1, sampleRate: 8000, durationMs: 1000, warnings: [] };
    saveAudioFacts(store.db, id, { ...facts, playable: 'remuxed', playableType: 'audio/mp4', peaks: 'ready' }, 1);
    put(paths.playable(id));
    put(paths.peaks(id));
    return path;
  };
  beforeEach(() => {
    store = temporaryDb();
    paths = recordingPaths(store.dir);
    for (const id of ['a', 'b', 'c', 'd']) saveListed(store.db, summaryOf(id), '{}', 1);
  });
  afterEach(() => store.remove());

  it('stay where a call knows them or needs them, and go where a run ended in the middle', async () => {
    const kept = [await complete('a'), paths.playable('a'), paths.peaks('a')];
    noteRecording(store.db, 'b', { state: 'failed', code: 'network', message: null }, 1);
    kept.push(put(paths.part('b')), put(paths.partNotes('b')), put(`${paths.original('b', 'wav')}.damaged`));
    // Put in place, but the row was not written any more; and the same call in another format.
    put(paths.original('c', 'wav'));
    put(paths.original('a', 'wav'));
    put(paths.peaks('c'));
    put(paths.playable('c'));
    put(`${paths.peaks('a')}.partial`);
    put(`${paths.playable('a')}.partial`);
    put(paths.part('a'));
    put(paths.partNotes('d'));
    put(`${paths.original('a', 'mp3')}.damaged`);
    put(join(paths.recordingsDir, 'note.txt'));
    mkdirSync(join(paths.recordingsDir, 'folder'));
    expect(sweepWorkspace(store.dir, store.db)).toHaveLength(10);
    for (const path of kept) expect(existsSync(path)).toBe(true);
    expect(allFiles()).toHaveLength(kept.length + 1);
    expect(sweepWorkspace(store.dir, store.db)).toEqual([]);
  });

  it('lose the part of a recording that was evicted', async () => {
    await complete('a');
    put(paths.part('a'));
    markEvicted(store.db, 'a', 2);
    expect(sweepWorkspace(store.dir, store.db)).toHaveLength(4);
    expect(allFiles()).toEqual([]);
  });

  it('go all at once', async () => {
    await complete('a');
    const other = await complete('b');
    put(paths.part('a'));
    put(`${paths.original('a', 'mp3')}.damaged`);
    await removeRecordingFiles(paths, 'a');
    await removeRecordingFiles(paths, 'c');
    expect(allFiles()).toHaveLength(3);
    expect(existsSync(other)).toBe(true);
  });

  it('are verified: what is lacking, what is too much, and nothing that is only under way', async () => {
    await complete('a');
    put(paths.part('b'));
    put(paths.partNotes('b'));
    put(`${paths.peaks('c')}.partial`);
    expect(await verifyWorkspace(store.db, store.dir)).toEqual({ recordings: 1, problems: [], leftovers: [] });
    rmSync(paths.playable('a'));
    rmSync(paths.peaks('a'));
    put(paths.original('a', 'mp3'), 'SOUND of a');
    put(paths.original('c', 'wav'));
    put(paths.peaks('d'));
    const { problems, leftovers } = await verifyWorkspace(store.db, store.dir);
    // What a crash left is the next start's to remove; nothing is wrong with the workspace.
    expect(leftovers.map((path) => path.split('/')[0])).toEqual(['recordings', 'peaks']);
    expect(problems.map(({ kind, id }) => [kind, id])).toEqual([
      ['recording-hash', 'a'],
      ['playable-missing', 'a'],
      ['peaks-missing', 'a'],
    ]);
  });

  it('can be verified where there are no folders yet', async () => {
    rmSync(paths.recordingsDir, { recursive: true });
    rmSync(paths.peaksDir, { recursive: true });
    expect(await verifyWorkspace(store.db, store.dir)).toEqual({ recordings: 0, problems: [], leftovers: [] });
    expect([existsSync(paths.recordingsDir), sweepWorkspace(store.dir, store.db)]).toEqual([false, []]);
  });
});
