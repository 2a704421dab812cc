import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { isSameBoot } from './boot-mark.ts';
import { recordingPaths } from './files.ts';
import { openPartFile, type PartFile } from './part-file.ts';

const MB = 2 ** 20;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const notes = { validator: '"v1"', lastModified: null, totalBytes: 40 * MB };

describe('a part of a recording', () => {
  let place: ReturnType<typeof temporaryDir>;
  let path: string;
  let notesPath: string;
  let open: PartFile | null;
  const at = async (boot: string) => {
    open = await openPartFile(path, notesPath, boot);
    return open;
  };
  beforeEach(() => {
    place = temporaryDir();
    open = null;
    const paths = recordingPaths(place.dir);
    path = paths.part('c');
    notesPath = paths.partNotes('c');
  });
  afterEach(async () => {
    await open?.close();
    place.remove();
  });
  const chunk = (length: number, value: number) => new Uint8Array(length).fill(value);

  it('goes on where it was closed, with the digest of all', async () => {
    const part = await at('a');
    await part.restart(notes);
    await part.append(chunk(1000, 1));
    await part.close();
    const again = await at('b');
    expect([again.bytes, again.notes]).toEqual([1000, notes]);
    await again.append(chunk(500, 2));
    expect(again.digest()).toBe(sha(Buffer.concat([chunk(1000, 1), chunk(500, 2)])));
  });

  it('trusts bytes that were not yet on the disk after a crash, but not after a power cut', async () => {
    const part = await at('a');
    await part.restart(notes);
    await part.append(chunk(17 * MB, 1));
    await part.append(chunk(1000, 2));
    const left = readFileSync(notesPath, 'utf8');
    await part.release().close();
    // Now as a power cut leaves it: the length is there, the last bytes are not.
    writeFileSync(path, Buffer.concat([chunk(17 * MB, 1), chunk(1000, 0)]));
    const crashed = await at('a');
    expect(crashed.bytes).toBe(17 * MB + 1000);
    await crashed.release().close();
    writeFileSync(notesPath, left);
    const cut = await at('b');
    expect(cut.bytes).toBe(17 * MB);
    await cut.append(chunk(1000, 2));
    expect(cut.digest()).toBe(sha(Buffer.concat([chunk(17 * MB, 1), chunk(1000, 2)])));
  });

  it.each(['', '{"validator":"\\"v1', '{}', 'null'])(
    'starts over with notes that cannot be read (%s)',
    async (text) => {
      writeFileSync(path, chunk(100, 1));
      writeFileSync(notesPath, text);
      expect((await at('a')).bytes).toBe(0);
      expect(readFileSync(path)).toHaveLength(0);
    },
  );

  it('starts over when nothing says which version the bytes are of', async () => {
    const part = await at('a');
    await part.restart({ validator: null, lastModified: null, totalBytes: 5000 });
    await part.append(chunk(100, 1));
    await part.close();
    open = null;
    expect((await at('a')).bytes).toBe(0);
  });

  it('starts over with more bytes than there can be', async () => {
    const part = await at('a');
    await part.restart({ ...notes, totalBytes: 50 });
    await part.append(chunk(100, 1));
    await part.close();
    open = null;
    expect((await at('a')).bytes).toBe(0);
  });

  it('forgets everything at a restart', async () => {
    const part = await at('a');
    await part.restart(notes);
    await part.append(chunk(17 * MB, 1));
    await part.restart({ ...notes, validator: '"v2"' });
    await part.append(chunk(10, 3));
    await part.close();
    const again = await at('b');
    expect([again.bytes, again.notes?.validator, again.digest()]).toEqual([10, '"v2"', sha(chunk(10, 3))]);
  });
});

it.each<[string, string, boolean]>([
  ['3c4f', '3c4f', true],
  ['3c4f', '9d10', false],
  ['', '', false],
  ['at:1000000', 'at:1003000', true],
  ['at:1000000', 'at:1060000', false],
  ['at:1000000', '3c4f', false],
])('starts of the computer: %s and %s', (a, b, same) => {
  expect(isSameBoot(a, b)).toBe(same);
});
