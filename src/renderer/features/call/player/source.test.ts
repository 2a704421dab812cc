import { describe, expect, it } from 'vitest';
import type { RecordingInfo } from '#shared/model/detail.ts';
import { isExact, sourceOf } from './source.ts';

const nothing: RecordingInfo = {
  state: 'unknown',
  code: null,
  message: null,
  bytes: null,
  receivedBytes: null,
  sha256: null,
  container: null,
  codec: null,
  channels: null,
  sampleRate: null,
  durationMs: null,
  playable: false,
  peaks: 'none',
  pinned: false,
  streamable: false,
  warnings: [],
};
const arriving = (container: string): RecordingInfo => ({
  ...nothing,
  state: 'downloading',
  streamable: true,
  container,
});
const here = (container: string): RecordingInfo => ({ ...nothing, state: 'ready', playable: true, container });

describe('what the player loads', () => {
  it('is nothing as long as there is nothing to hear', () => {
    expect(sourceOf('a', nothing, null)).toBeNull();
    expect(sourceOf('a', { ...nothing, state: 'downloading' }, null)).toBeNull();
    expect(sourceOf('a', { ...here('mp3'), playable: false }, '/recordings/a')).toBeNull();
  });

  it('is what the vendor sends while it arrives, and until it has been analysed', () => {
    expect(sourceOf('a/b', arriving('wav'), null)).toBe('/recordings/a%2Fb?as=sent');
    const between = { ...arriving('wav'), state: 'ready' as const };
    expect(sourceOf('a', between, '/recordings/a?as=sent')).toBe('/recordings/a?as=sent');
  });

  it('stays when it has arrived, unless there is a copy that seeks better', () => {
    expect(sourceOf('a', here('wav'), '/recordings/a?as=sent')).toBe('/recordings/a?as=sent');
    expect(sourceOf('a', here('mp3'), '/recordings/a?as=sent')).toBe('/recordings/a');
    expect(sourceOf('a', here('adts'), '/recordings/a?as=sent')).toBe('/recordings/a');
    expect(sourceOf('a', here('wav'), null)).toBe('/recordings/a');
    expect(sourceOf('a', here('wav'), '/recordings/a')).toBe('/recordings/a');
  });

  it('knows which places are guessed', () => {
    expect(['wav', 'flac', 'ogg', 'webm', 'mp4', null].map((container) => isExact({ container }))).not.toContain(false);
    expect(['mp3', 'adts'].map((container) => isExact({ container }))).toEqual([false, false]);
  });
});
