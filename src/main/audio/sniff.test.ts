import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixturePath } from './fixtures/open-fixture.ts';
import { makeWav } from './fixtures/wav-writer.ts';
import { SNIFF_BYTES, sniffAudio } from './sniff.ts';

function sniffFixture(name: string) {
  return sniffAudio(readFileSync(fixturePath(name)).subarray(0, SNIFF_BYTES));
}

function sniffText(text: string) {
  return sniffAudio(new TextEncoder().encode(text));
}

describe('sniffAudio', () => {
  it.each([
    ['lame-16k.mp3', 'mp3', 'mp3'],
    ['lame-8k.mp3', 'mp3', 'mp3'],
    ['vbr-44k.mp3', 'mp3', 'mp3'],
    ['untagged-vbr-16k.mp3', 'mp3', 'mp3'],
    ['opus.ogg', 'ogg', 'opus'],
    ['vorbis.ogg', 'ogg', 'vorbis'],
    ['opus.webm', 'webm', undefined],
    ['opus.mp4', 'mp4', undefined],
    ['aac.m4a', 'mp4', undefined],
    ['aac.aac', 'adts', 'aac'],
    ['flac.flac', 'flac', 'flac'],
  ])('knows %s', (name, container, codec) => {
    expect(sniffFixture(name)).toEqual({ kind: 'audio', container, codec });
  });

  it.each(['u8', 's16', 's24', 's32', 'f32', 'f64', 'alaw', 'mulaw'] as const)('knows WAV of %s', (encoding) => {
    const wav = makeWav([new Float32Array(10)], { encoding, sampleRate: 8000 });
    expect(sniffAudio(wav)).toEqual({ kind: 'audio', container: 'wav', codec: `pcm-${encoding}` });
  });

  it.each([
    ['adpcm-ms.wav', 'wav', 'ms adpcm'],
    ['gsm.wav', 'wav', 'gsm 06.10'],
    ['flac.ogg', 'ogg', 'flac'],
  ])('names what %s is encoded with', (name, container, codec) => {
    expect(sniffFixture(name)).toEqual({ kind: 'unsupported', container, codec });
  });

  it('names other containers', () => {
    expect(sniffText('#!AMR\n\x3c\x08')).toMatchObject({ kind: 'unsupported', codec: 'amr-nb' });
    expect(sniffText('.snd\0\0\0\x18')).toMatchObject({ kind: 'unsupported', container: 'au' });
  });

  it.each([
    ['', 'empty'],
    ['<!DOCTYPE html><html><body>Not Found</body></html>', 'html'],
    ['\n\n  <HTML lang="en">', 'html'],
    ['<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>', 'xml'],
    ['<Error><Code>ExpiredToken</Code></Error>', 'xml'],
    ['\uFEFF{"message":"expired"}', 'json'],
    ['[]', 'json'],
    ['Request has expired', 'text'],
    ['%PDF-1.7\n', 'pdf'],
    ['PK\x03\x04\x14', 'zip'],
    ['\x00\x01\x02\x03', 'unknown'],
  ])('sees that %j is no audio', (text, found) => {
    expect(sniffText(text)).toEqual({ kind: 'not-audio', found });
  });

  it('does not take noise or text for frames', () => {
    // Two chance syncs are not a stream.
    const noise = new Uint8Array(SNIFF_BYTES).map((_, i) => (i * 197 + (i >> 3) * 31) & 0xff);
    expect(sniffAudio(noise)).toEqual({ kind: 'not-audio', found: 'unknown' });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void sniffAudio(bytes)));
    const magics = ['RIFF\x10\0\0\0WAVEfmt ', 'OggS', 'ID3\x04\0\0', 'fLaC', '\0\0\0\x18ftyp'];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 100 }), (magic, rest) => {
        sniffAudio(Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
      }),
    );
  });
});
