import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AudioPool, createAudioPool } from './audio-pool.ts';
import { AudioError } from './errors.ts';
import { fixturePath } from './fixtures/open-fixture.ts';
import { makeTestSignal } from './fixtures/test-signal.ts';
import { makeWav } from './fixtures/wav-writer.ts';

const ROUNDS = 5;
const CODES = ['not-audio', 'damaged', 'unsupported'];

let folder: string;
let pool: AudioPool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-fuzz-'));
  // Some damaged files send mediabunny in circles (a WebM with broken clusters, 1.61): the watchdog ends those.
  pool = createAudioPool({ threads: 2, stallMs: 3000 });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

type Mutation = (bytes: Buffer, random: (below: number) => number) => Buffer;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'cut short': (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'flipped bits': (bytes, random) => {
    for (let i = random(50); i >= 0; i -= 1) {
      const at = random(bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at);
    }
    return bytes;
  },
  'a broken header': (bytes, random) => {
    for (let i = random(8); i >= 0; i -= 1) bytes.writeUInt8(random(256), random(Math.min(300, bytes.length)));
    return bytes;
  },
  'rubbish inside': (bytes, random) => {
    const from = random(bytes.length);
    return bytes.fill(random(256), from, Math.min(bytes.length, from + random(4000)));
  },
  'a hole': (bytes, random) => {
    const from = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random(5000))]);
  },
  'another file behind': (bytes, random) => {
    const other = readFileSync(fixturePath('opus.webm'));
    return Buffer.concat([bytes.subarray(0, random(bytes.length)), other.subarray(random(other.length))]);
  },
};

async function sources(): Promise<[string, Buffer][]> {
  const names = (await readdir(fixturePath('.'))).filter((name) => !name.endsWith('.ts'));
  const format = { encoding: 's24', sampleRate: 8000, extensible: true } as const;
  const wav = makeWav(makeTestSignal(8000), format);
  return [['s24.wav', wav], ...names.map((name): [string, Buffer] => [name, readFileSync(fixturePath(name))])];
}

it('ends in a typed way, whatever happened to the file', { timeout: 180_000 }, async () => {
  const jobs: Promise<string | undefined>[] = [];
  for (const [index, [name, original]] of (await sources()).entries()) {
    for (const [kind, mutate] of Object.entries(MUTATIONS)) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const random = createRandom(1 + index * 1000 + kind.length * 37 + round);
        const mutated = mutate(Buffer.from(original), random);
        jobs.push(check(`${name} with ${kind} (${round})`, mutated));
      }
    }
  }
  const oddities = (await Promise.all(jobs)).filter((oddity) => oddity !== undefined);
  expect(oddities).toEqual([]);
});

/** Analyses bytes; what comes back is undefined, or what was wrong with the outcome. */
async function check(what: string, bytes: Uint8Array): Promise<string | undefined> {
  const filePath = join(folder, what);
  await writeFile(filePath, bytes);
  try {
    const analysis = await pool.analyze({ filePath, peaksPath: `${filePath}.peaks`, playablePath: `${filePath}.mp4` });
    return analysis.frames > 0 && Number.isFinite(analysis.durationMs) ? undefined : `${what}: no frames`;
  } catch (error) {
    return error instanceof AudioError && CODES.includes(error.code) ? undefined : `${what}: ${String(error)}`;
  }
}
