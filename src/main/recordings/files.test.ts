import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { recordingPaths, sha256OfFile } from './files.ts';

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

it('names files by digest, whatever the id looks like', () => {
  const paths = recordingPaths(place.dir);
  for (const id of ['../../etc/passwd', 'C:\\x', 'a\0b', '', '…', 'x'.repeat(5000)]) {
    expect(paths.original(id, 'wav').slice(place.dir.length)).toMatch(/^\/recordings\/[0-9a-f]{64}\.wav$/);
  }
});

it('digests files', async () => {
  const path = join(place.dir, 'abc');
  writeFileSync(path, 'abc');
  expect(await sha256OfFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
