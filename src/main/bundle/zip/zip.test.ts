import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip, type ZipLimits } from './read-zip.ts';
import { createZipWriter } from './write-zip.ts';

const limits: ZipLimits = { entries: 100, entryBytes: 1e8, totalBytes: 2e8, ratio: 250, ratioFromBytes: 1e6 };
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'earmark-zip-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function write(files: readonly [string, Uint8Array, boolean][]): Promise<string> {
  const pieces: Uint8Array[] = [];
  const zip = createZipWriter(async (bytes) => void pieces.push(bytes), Date.UTC(2026, 0, 1));
  for (const [name, bytes, compress] of files) {
    const chunks = [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)];
    await zip.add(name, chunks, { compress });
  }
  await zip.finish();
  const path = join(dir, 'a.zip');
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

async function readAll(path: string, with_: ZipLimits = limits): Promise<Record<string, Buffer>> {
  const zip = await openZip(path, with_);
  try {
    const all: Record<string, Buffer> = {};
    for (const [name, entry] of zip.entries) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of zip.read(entry)) chunks.push(chunk);
      all[name] = Buffer.concat(chunks);
    }
    return all;
  } finally {
    await zip.close();
  }
}

/** A zip made by hand, so that it can lie. */
function forge(
  files: {
    name: string;
    localName?: string;
    data: Buffer;
    says?: number;
    offset?: number;
    method?: number;
    crc?: number;
  }[],
  { before = Buffer.alloc(0), comment = Buffer.alloc(0) } = {},
): string {
  const locals: Buffer[] = [before];
  const directory: Buffer[] = [];
  let at = before.length;
  for (const { name, localName = name, data, says = data.length, offset, method = 8, crc = crc32(data) } of files) {
    const packed = method === 8 ? deflateRawSync(data) : data;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(says, 22);
    local.writeUInt16LE(Buffer.byteLength(localName), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(says, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE(offset ?? at, 42);
    const whole = Buffer.concat([local, Buffer.from(localName), packed]);
    locals.push(whole);
    directory.push(central, Buffer.from(name));
    at += whole.length;
  }
  const cd = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(cd.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  const path = join(dir, 'forged.zip');
  writeFileSync(path, Buffer.concat([...locals, cd, end, comment]));
  return path;
}

const text = (words: string) => Buffer.from(words);

describe('zip', () => {
  it('reads back what it wrote, and so does another reader', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          fc.tuple(fc.stringMatching(/^[a-z]{1,8}\.txt$/), fc.uint8Array({ maxLength: 5000 }), fc.boolean()),
          {
            selector: ([name]) => name,
            minLength: 1,
            maxLength: 5,
          },
        ),
        async (files) => {
          const path = await write(files);
          const [ours, theirs] = [await readAll(path), unzipSync(readFileSync(path))];
          for (const [name, bytes] of files) {
            expect(Buffer.compare(ours[name] ?? text('missing'), bytes)).toBe(0);
            expect(Buffer.compare(theirs[name] ?? text('missing'), bytes)).toBe(0);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('finds every cut and nearly every flipped bit, and never returns other bytes', async () => {
    const files: [string, Uint8Array, boolean][] = [
      ['a.txt', text('alpha '.repeat(300)), true],
      ['b.bin', text('beta '.repeat(50)), false],
    ];
    const whole = readFileSync(await write(files));
    const path = join(dir, 'broken.zip');
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(readAll(path)).rejects.toMatchObject({ code: 'damaged' });
    }
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      writeFileSync(path, flipped);
      const read = await readAll(path).catch(() => null);
      for (const [name, bytes] of files) if (read?.[name]) expect(Buffer.compare(read[name], bytes)).toBe(0);
    }
  });

  it('refuses what unpacks to more than it says, or to too much', async () => {
    const zeros = Buffer.alloc(5_000_000);
    await expect(readAll(forge([{ name: 'a', data: zeros }]))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(readAll(forge([{ name: 'a', data: zeros, says: 900_000 }]))).rejects.toMatchObject({
      code: 'damaged',
    });
    await expect(readAll(forge([{ name: 'a', data: text('abc'), says: 4 }]))).rejects.toMatchObject({
      code: 'damaged',
    });
    await expect(readAll(forge([{ name: 'a', data: text('abc'), crc: 1 }]))).rejects.toMatchObject({ code: 'damaged' });
    const small = { ...limits, entryBytes: 10 };
    await expect(readAll(forge([{ name: 'a', data: text('eleven bytes') }]), small)).rejects.toMatchObject({
      code: 'unsupported',
    });
    const many = Array.from({ length: 101 }, (_, n) => ({ name: `f${n}`, data: text('x') }));
    await expect(readAll(forge(many))).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('refuses two files at one place, two names for one file, two files of one name, and bytes around the files', async () => {
    const a = { name: 'a', data: text('same') };
    await expect(readAll(forge([a, { name: 'a', data: text('same'), offset: 0 }]))).rejects.toMatchObject({
      code: 'damaged',
    });
    await expect(readAll(forge([a, { ...a, name: 'b', offset: 0 }]))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([{ ...a, localName: '../a' }]))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([a, { ...a, name: 'A' }]))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([a], { before: text('#!/bin/sh') }))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([a], { comment: text('hello') }))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([{ ...a, method: 12 }]))).rejects.toMatchObject({ code: 'damaged' });
    await expect(readAll(forge([a]))).resolves.toHaveProperty('a');
  });
});
