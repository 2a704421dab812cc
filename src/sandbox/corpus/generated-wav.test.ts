import { afterEach, expect, it } from 'vitest';
import { literalCorpus, type Sandbox, startSandbox } from '../index.ts';
import { generatedWavSource } from './generated-wav.ts';

const collect = (parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
  Buffer.concat([...(parts as Iterable<Uint8Array>)]);
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

it('is a WAV file of the wanted size, the same bytes whichever part is asked for', () => {
  const source = generatedWavSource({ bytes: 700_001, seed: 4 });
  expect([700_001 - source.size >= 0, 700_001 - source.size < 4]).toEqual([true, true]);
  const whole = collect(source.read(0, source.size));
  expect(whole.byteLength).toBe(source.size);
  expect(whole.toString('latin1', 0, 4)).toBe('RIFF');
  expect(whole.readUInt32LE(4)).toBe(source.size - 8);
  expect([whole.readUInt16LE(22), whole.readUInt32LE(24)]).toEqual([2, 48_000]);
  for (const [from, to] of [
    [0, 10],
    [40, 50],
    [262_000, 262_500],
    [300_001, 699_000],
    [source.size - 3, source.size],
  ] as const) {
    expect(collect(source.read(from, to)).equals(whole.subarray(from, to))).toBe(true);
  }
  expect(collect(generatedWavSource({ bytes: 700_001, seed: 5 }).read(0, 5000)).equals(whole.subarray(0, 5000))).toBe(
    false,
  );
});

it('is served with ranges, also from behind 2 GB, without anybody holding it', async () => {
  const bytes = 2 ** 31 + 2 ** 20;
  const call = { call_id: 'big', start_timestamp: 0 };
  sandbox = await startSandbox({
    corpus: literalCorpus([{ call, recording: { generator: { bytes, seed: 1, sampleRate: 8000, channels: 1 } } }]),
  });
  const from = 2 ** 31 + 5;
  const answer = await fetch(sandbox.recordingUrl('big'), { headers: { range: `bytes=${from}-${from + 99}` } });
  expect(answer.status).toBe(206);
  expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${from + 99}/${bytes}`);
  const source = generatedWavSource({ bytes, seed: 1, sampleRate: 8000, channels: 1 });
  expect(Buffer.from(await answer.arrayBuffer()).equals(collect(source.read(from, from + 100)))).toBe(true);
});
