import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Speech } from '#shared/model/timing.ts';
import { summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { saveListed } from './calls.ts';
import { saveAudioFacts, saveReadyRecording } from './recordings.ts';
import {
  findAdjustments,
  findSpeech,
  findSpeechToDetect,
  hasSpeech,
  saveSpeech,
  setAgentChannel,
  setClockNudge,
} from './timing.ts';

const speech: Speech = {
  durationMs: 1000,
  channels: [{ segments: [{ startMs: 10, endMs: 500 }], noiseDb: -60, speechDb: -20, other: [] }],
  identical: false,
};

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
  for (const id of ['a', 'b']) {
    saveListed(store.db, summaryOf(id), '{}', 1);
    saveReadyRecording(store.db, id, { name: `${id}.wav`, bytes: 1, sha256: `sha-${id}` }, 2);
  }
});
afterEach(() => store.remove());

const facts = (peaks: 'ready' | 'needs-browser') => ({
  container: 'wav',
  codec: 'pcm-s16',
  channels: 1,
  sampleRate: 8000,
  durationMs: 1000,
  playable: 'original' as const,
  playableType: 'audio/wav',
  peaks,
  warnings: [],
});

describe('speech that was found in a recording', () => {
  it('is there for that recording and that detection only', () => {
    saveSpeech(store.db, 'a', speech, 'sha-a', 1);
    expect(findSpeech(store.db, 'a')).toEqual(speech);
    expect([hasSpeech(store.db, 'a', 1), hasSpeech(store.db, 'a', 2)]).toEqual([true, false]);
    saveReadyRecording(store.db, 'a', { name: 'a.wav', bytes: 1, sha256: 'other' }, 3);
    expect(findSpeech(store.db, 'a')).toBeUndefined();
    expect(hasSpeech(store.db, 'a', 1)).toBe(false);
  });

  it('is not kept when the recording became another one while it was looked for', () => {
    saveSpeech(store.db, 'a', speech, 'sha-before', 1);
    expect(findSpeech(store.db, 'a')).toBeUndefined();
    expect(() => saveSpeech(store.db, 'gone', speech, 'x', 1)).not.toThrow();
  });

  it('is missing where peaks are there and it was not looked for', () => {
    saveAudioFacts(store.db, 'a', facts('ready'), 1);
    saveAudioFacts(store.db, 'b', facts('needs-browser'), 1);
    expect(findSpeechToDetect(store.db, 1)).toEqual(['a']);
    saveSpeech(store.db, 'a', speech, 'sha-a', 1);
    expect(findSpeechToDetect(store.db, 1)).toEqual([]);
    expect(findSpeechToDetect(store.db, 2)).toEqual(['a']);
  });
});

describe('what the reader says about channels and clock', () => {
  it('holds for the agent’s other calls, and for no other agent', () => {
    saveListed(store.db, summaryOf('c', { agentId: 'agent-2' }), '{}', 1);
    setAgentChannel(store.db, 'a', 1, 5);
    expect(findAdjustments(store.db, 'a').lanes).toEqual({ roles: ['caller', 'agent'], source: 'hand' });
    expect(findAdjustments(store.db, 'b').lanes).toEqual({ roles: ['caller', 'agent'], source: 'agent' });
    expect(findAdjustments(store.db, 'c').lanes).toBeNull();
    setAgentChannel(store.db, 'b', 0, 6);
    expect(findAdjustments(store.db, 'a').lanes?.roles).toEqual(['caller', 'agent']);
    setAgentChannel(store.db, 'b', null, 7);
    expect(findAdjustments(store.db, 'b').lanes).toBeNull();
  });

  it('moves the clock of one call, and is kept apart from the channels', () => {
    setClockNudge(store.db, 'a', -120.4, 5);
    expect(findAdjustments(store.db, 'a')).toEqual({ lanes: null, nudgeMs: -120 });
    setAgentChannel(store.db, 'a', 0, 6);
    expect(findAdjustments(store.db, 'a').nudgeMs).toBe(-120);
    expect(findAdjustments(store.db, 'b').nudgeMs).toBe(0);
  });

  it('refuses a call that is not here', () => {
    expect(() => setAgentChannel(store.db, 'nowhere', 0, 1)).toThrow(/not in the workspace/);
    expect(() => setClockNudge(store.db, 'nowhere', 10, 1)).toThrow(/not in the workspace/);
    expect(findAdjustments(store.db, 'nowhere')).toEqual({ lanes: null, nudgeMs: 0 });
  });
});
