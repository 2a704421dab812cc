import { afterEach, beforeEach, expect, it } from 'vitest';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { saveDetail, saveListed } from './calls.ts';
import {
  findEvictionRows,
  findKnownSizes,
  isPinned,
  markEvicted,
  noteUsed,
  setPinned,
  sumRecordings,
} from './recording-use.ts';
import {
  findAudioFacts,
  findRecording,
  findRecordingsToFetch,
  findUnavailableRecordings,
  noteRecording,
  saveAudioFacts,
  saveReadyRecording,
} from './recordings.ts';

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
  for (const id of ['a', 'b', 'c']) saveListed(store.db, summaryOf(id, { durationMs: 10_000 }), '{}', 1);
  saveReadyRecording(store.db, 'a', { name: 'a.wav', bytes: 160_000, sha256: 'x' }, 100);
  saveReadyRecording(store.db, 'b', { name: 'b.wav', bytes: 40_000, sha256: 'y' }, 200);
});
afterEach(() => store.remove());

it('remembers what is pinned and when it was played', () => {
  const { db } = store;
  setPinned(db, 'a', true);
  noteUsed(db, 'a', 500);
  noteUsed(db, 'b', 600);
  noteUsed(db, 'b', 700);
  setPinned(db, 'c', true);
  expect(findEvictionRows(db).sort((x, y) => (x.callId < y.callId ? -1 : 1))).toEqual([
    { callId: 'a', bytes: 160_000, usedMs: 500, addedMs: 100, pinned: true, reviewed: false },
    { callId: 'b', bytes: 40_000, usedMs: 700, addedMs: 200, pinned: false, reviewed: false },
  ]);
  expect(sumRecordings(db)).toEqual({ recordings: 2, bytes: 200_000, pinned: 1 });
  setPinned(db, 'a', false);
  expect([isPinned(db, 'a'), isPinned(db, 'c'), isPinned(db, 'nobody')]).toEqual([false, true, false]);
  expect(findKnownSizes(db)).toEqual(new Map([['agent-1', { bytes: 200_000, durationMs: 20_000 }]]));
});

it('lets a recording go, but not one that was pinned meanwhile', () => {
  const { db } = store;
  const facts = { container: 'wav', codec: 'pcm-s16', channels: 1, sampleRate: 8000, durationMs: 10_000 };
  const rest = { playable: 'original' as const, playableType: 'audio/wav', peaks: 'ready' as const, warnings: [] };
  saveAudioFacts(db, 'b', { ...facts, ...rest }, 1);
  setPinned(db, 'a', true);
  expect([markEvicted(db, 'a', 900), markEvicted(db, 'b', 900), markEvicted(db, 'c', 900)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(findRecording(db, 'a')?.state).toBe('ready');
  expect(findRecording(db, 'b')).toMatchObject({
    state: 'pending',
    code: 'evicted',
    file: null,
    bytes: null,
    sha256: null,
  });
  expect(findAudioFacts(db, 'b')).toBeUndefined();
  expect(markEvicted(db, 'b', 950)).toBe(false);
  expect(sumRecordings(db)).toEqual({ recordings: 1, bytes: 160_000, pinned: 1 });
});

it('leaves what was removed to make room to its call being opened', () => {
  const { db } = store;
  for (const id of ['a', 'b', 'c']) saveDetail(db, detailOf(id), '{}', 'v1', 5);
  const toFetch = () => findRecordingsToFetch(db).map(({ id }) => id);
  expect(toFetch()).toEqual(['c']);
  markEvicted(db, 'a', 900);
  expect([toFetch(), findUnavailableRecordings(db)]).toEqual([['c'], []]);
  noteRecording(db, 'a', { state: 'queued', code: null, message: null }, 950);
  expect(toFetch()).toEqual(['a', 'c']);
});
