import { expect, it } from 'vitest';
import { recordingStateSchema } from '#shared/model/call.ts';
import {
  canFetchRecording,
  evictedSentence,
  fetchedSentence,
  pinRefusal,
  recordingSentence,
  recordingWording,
} from './recording-words.ts';

const recording = { state: 'unknown' as const, code: null, message: null };

it('recordingSentence has one for every state, and the reason where there is one', () => {
  for (const state of recordingStateSchema.options) {
    expect(recordingSentence({ ...recording, state })).toMatch(/^[A-Z].*\.$/);
  }
  expect(recordingSentence({ ...recording, state: 'failed', message: 'The disk is full.' })).toBe('The disk is full.');
  expect(recordingSentence({ ...recording, code: 'evicted' })).toBe(evictedSentence);
});

it('recordingWording tells a recording that was not downloaded from a call that was not read', () => {
  const unread = recordingWording({ recordingState: 'unknown', detailState: 'listed' });
  const left = recordingWording({ recordingState: 'unknown', detailState: 'ready' });
  expect([unread.label, left.label]).toEqual(['Not fetched', 'Not downloaded']);
  expect(recordingWording({ recordingState: 'ready', detailState: 'ready' }).label).toBe('On this computer');
});

it('fetchedSentence says what came of it', () => {
  expect(fetchedSentence({ ...recording, state: 'ready' }).ok).toBe(true);
  expect(fetchedSentence({ ...recording, state: 'queued' }).text).toContain('on its way');
  expect(fetchedSentence({ ...recording, state: 'gone' })).toEqual({
    ok: false,
    text: 'Not fetched. Voicy has deleted it.',
  });
});

it('only what can be here can be pinned', () => {
  expect(recordingStateSchema.options.filter((state) => pinRefusal(state) !== null)).toEqual(['none', 'gone']);
});

it('asks for what may exist, and not before the call is over', () => {
  const fetchable = (statusGroup: 'completed' | 'in-progress') =>
    recordingStateSchema.options.filter((state) => canFetchRecording({ statusGroup }, { state }));
  expect(fetchable('completed')).toEqual(['unknown', 'pending', 'queued', 'failed']);
  expect(fetchable('in-progress')).toEqual([]);
});
