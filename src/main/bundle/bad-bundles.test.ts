import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '#shared/model/errors.ts';
import { withEventId } from '../review/event-id.ts';
import { type BundleSeat, openBundleSeat } from './testing/bundle-seat.ts';
import { forge, setText, textOf } from './testing/forge.ts';
import { contentOf, packed } from './testing/packed.ts';

let seats: BundleSeat[] = [];
const open = async (): Promise<BundleSeat> => {
  const seat = await openBundleSeat();
  seats.push(seat);
  return seat;
};
afterEach(async () => {
  await Promise.all(seats.map(({ close }) => close()));
  seats = [];
});

describe('a bundle that is not as it was made', () => {
  const refused = async (path: string, code: string) => {
    const there = await open();
    const error = await there.bundles.mergeAt(path).catch((failure: unknown) => failure);
    expect(isAppError(error) ? [error.code, error.message] : error).toEqual([code, expect.stringMatching(/\.$/)]);
    expect(contentOf(there).flat()).toEqual([]);
    expect(readdirSync(join(there.dir, 'recordings'))).toEqual([]);
  };
  const forged = async (...args: [Parameters<typeof forge>[1], Parameters<typeof forge>[2]?]) => {
    const { path } = await packed(await open());
    forge(path, ...args);
    return path;
  };
  const nothing = () => undefined;

  it('is refused when it is cut off anywhere', async () => {
    const { path } = await packed(await open());
    const { length } = readFileSync(path);
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const cut = `${path}.cut`;
      writeFileSync(cut, readFileSync(path));
      truncateSync(cut, Math.floor(length * share));
      await refused(cut, 'damaged');
    }
  });

  it('is refused when an event was changed', async () => {
    const change = (content: Parameters<Parameters<typeof forge>[1]>[0]) =>
      setText(content, 'events.jsonl', textOf(content, 'events.jsonl').replace('too slow', 'too fast'));
    await refused(await forged(change), 'damaged');
  });

  it('is refused when it is of a newer version, or has review work of an unknown kind', async () => {
    await refused(await forged(nothing, (manifest) => Object.assign(manifest, { version: 2 })), 'unsupported');
    const unknown = withEventId({
      kind: 'hologram' as 'tag',
      itemId: 'x',
      callId: null,
      author: 'a',
      atMs: 1,
      set: {},
      over: {},
      command: 'c',
      undoes: null,
    });
    const add = (content: Parameters<Parameters<typeof forge>[1]>[0]) => {
      setText(content, 'events.jsonl', `${textOf(content, 'events.jsonl')}${JSON.stringify(unknown)}\n`);
      content.manifest.counts.events += 1;
    };
    await refused(await forged(add), 'unsupported');
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'recordings\\1.wav',
    'recordings/../../x.wav',
    'C:/x.wav',
    'recordings/con.wav',
    'recordings/1.exe',
    'recordings/1.wav\u0000.txt',
    'recordings/01.wav',
    'extra.txt',
  ])('is refused with a file named %j, whether its manifest names it or not', async (name) => {
    const bytes = new Uint8Array([1]);
    const put = (content: Parameters<Parameters<typeof forge>[1]>[0]) => {
      content.files[name] = bytes;
    };
    await refused(await forged(put), 'damaged');
    const named = (content: Parameters<Parameters<typeof forge>[1]>[0]) => {
      put(content);
      content.manifest.files.push({ path: name, bytes: 1, sha256: '0'.repeat(64), callId: 'call-2' });
      content.manifest.counts.recordings += 1;
    };
    await refused(await forged(named), 'damaged');
  });

  it('is refused when its manifest does not fit', async () => {
    const edits: Parameters<typeof forge>[2][] = [
      (manifest) => Object.assign(manifest.files[0] ?? {}, { sha256: '0'.repeat(64) }),
      (manifest) => Object.assign(manifest.files[0] ?? {}, { bytes: 5 }),
      (manifest) => Object.assign(manifest.counts, { events: 99 }),
      (manifest) => Object.assign(manifest.counts, { rawCalls: 0 }),
      (manifest) => void manifest.files.pop(),
      (manifest) =>
        void manifest.files.push({ ...(manifest.files[2] ?? { path: '', bytes: 0, sha256: '', callId: '' }) }),
      (manifest) => Object.assign(manifest, { files: [] }),
      (manifest) => Object.assign(manifest, { createdMs: 'now' }),
    ];
    for (const edit of edits) await refused(await forged(nothing, edit), 'damaged');
  });

  it('is refused when it is no bundle', async () => {
    await refused(await forged(nothing, (manifest) => Object.assign(manifest, { format: 'other' })), 'unsupported');
    const { path } = await packed(await open());
    writeFileSync(path, 'PK but no zip');
    await refused(path, 'damaged');
  });

  it('is refused when a line is nested without end', async () => {
    const deep = (content: Parameters<Parameters<typeof forge>[1]>[0]) => {
      const [line = ''] = textOf(content, 'events.jsonl').split('\n');
      const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      setText(content, 'events.jsonl', `${line.replace(/"set":\{/, `"set":{"x":${nested},`)}\n`);
    };
    await refused(await forged(deep), 'damaged');
  });
});
