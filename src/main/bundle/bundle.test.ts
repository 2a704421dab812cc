import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '#shared/model/errors.ts';
import { withEventId } from '../review/event-id.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { eraseCall } from '../store/erase.ts';
import { isErased } from '../store/erased.ts';
import { saveReadyRecording } from '../store/recordings.ts';
import { eachEvent } from '../store/review-events.ts';
import { noiseWav } from '../testing/noise-wav.ts';
import { parseCall } from '../voicy/parse-call.ts';
import { type BundleSeat, openBundleSeat } from './testing/bundle-seat.ts';
import { forge, setText, textOf, unpack } from './testing/forge.ts';

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

const rawCall = (id: string, over: object = {}) => ({
  call_id: id,
  call_status: 'user_hangup',
  direction: 'inbound',
  from_number: '+15550104477',
  to_number: '+15550100002',
  agent: { id: 'agent-1', name: 'Dana', version: 7 },
  start_timestamp: 1_700_000_000_000,
  duration_ms: 60_000,
  transcript: [
    { role: 'agent', content: 'Hello, this is Dana.', timestamp_ms: 500 },
    { role: 'user', content: 'Hi Dana, I am Zsófia.', timestamp_ms: 4000 },
  ],
  ...over,
});

function store({ db }: BundleSeat, id: string, over: object = {}, nowMs = 1000): void {
  const read = parseCall(rawCall(id, over), 'v1');
  if (!read.ok) throw new Error(read.reason);
  const json = JSON.stringify(rawCall(id, over));
  saveListed(db, read.call, json, nowMs);
  saveDetail(db, read.call, json, 'v1', nowMs);
}

function storeRecording({ db, dir }: BundleSeat, id: string, name: string): Buffer {
  const bytes = Buffer.from(noiseWav(2000));
  writeFileSync(join(dir, 'recordings', name), bytes);
  saveReadyRecording(
    db,
    id,
    { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    1,
  );
  return bytes;
}

const note = (itemId: string, callId: string, text: string) => ({
  kind: 'annotation' as const,
  itemId,
  callId,
  set: { anchor: { on: 'point', atMs: 100 }, text, tags: ['t1'] },
});

/** A seat with a call, its recording, an annotation, a tag, and its bundle. */
async function packed() {
  const seat = await open();
  store(seat, 'call-1');
  const bytes = storeRecording(seat, 'call-1', 'a.wav');
  await seat.review.nameReviewer('Ana');
  await seat.review.apply(null, [{ kind: 'tag', itemId: 't1', callId: null, set: { name: 'Slow' } }]);
  await seat.review.apply(null, [{ kind: 'tag', itemId: 't2', callId: null, set: { name: 'Unused' } }]);
  await seat.review.apply('call-1', [note('n1', 'call-1', 'too slow')]);
  const path = await seat.pack({ callIds: ['call-1'], withCalls: true, withRecordings: true });
  return { seat, path, bytes };
}

const contentOf = ({ db }: BundleSeat) =>
  ['review_events', 'calls', 'raw_calls', 'turns', 'recordings', 'bundled_calls', 'jobs'].map((table) =>
    db.prepare(`SELECT * FROM ${table}`).all(),
  );

describe('a bundle', () => {
  it('carries review work, what it refers to, calls and recordings to an empty workspace; importing twice changes nothing', async () => {
    const { seat, path, bytes } = await packed();
    const there = await open();
    const result = await there.bundles.mergeAt(path);
    expect(result).toMatchObject({
      events: { added: 3, known: 0, erased: 0 },
      calls: { added: 1 },
      recordings: { added: 1 },
      callsNotHere: 0,
    });
    expect([...eachEvent(there.db, ['call-1'])]).toEqual([...eachEvent(seat.db, ['call-1'])]);
    const names = (await there.review.of(null, 0)).items.map(({ fields }) => fields.name);
    expect(names.sort()).toEqual(['Ana', 'Slow']);
    const turns = (from: BundleSeat) => from.db.prepare('SELECT * FROM turns').all();
    expect(turns(there)).toEqual(turns(seat));
    const [file] = readdirSync(join(there.dir, 'recordings'));
    expect(readFileSync(join(there.dir, 'recordings', file ?? '')).equals(bytes)).toBe(true);
    expect(file).toMatch(/^[0-9a-f]{64}\.wav$/);

    const before = contentOf(there);
    expect(await there.bundles.mergeAt(path)).toMatchObject({
      events: { added: 0, known: 3 },
      calls: { known: 1 },
      recordings: { known: 1 },
    });
    expect(contentOf(there)).toEqual(before);
  });

  it('says before what it would change', async () => {
    const { seat, path } = await packed();
    const there = await open();
    const inspect = async () => {
      const { token } = await there.handouts.receive(chunksOf(path), 1e9);
      return there.bundles.inspect(token);
    };
    expect(await inspect()).toMatchObject({
      by: { name: 'Ana' },
      counts: { calls: 1, events: 3, rawCalls: 1, recordings: 1 },
      newEvents: 3,
      newItems: 3,
      conflicts: 0,
      callsNotHere: 0,
      newCalls: 1,
      newRecordings: 1,
    });
    expect(contentOf(there).flat()).toEqual([]);
    // The other seat writes the same field without having seen this one's words.
    const [event] = [...eachEvent(seat.db, ['call-1'])];
    await there.review.apply('call-1', [note('n1', 'call-1', 'not slow at all')]);
    expect(await inspect()).toMatchObject({ newEvents: 3, conflicts: 1 });
    await there.bundles.mergeAt(path);
    expect(await inspect()).toMatchObject({ newEvents: 0, newItems: 0, conflicts: 0, newCalls: 0, newRecordings: 0 });
    const [contested] = there.review.contested();
    expect(contested?.rivals.text?.map(({ value }) => value).sort()).toEqual(['not slow at all', 'too slow']);
    expect(contested?.rivals.text?.map(({ eventId }) => eventId)).toContain(event?.id);
  });

  it('keeps work on calls that are not here, and has it when the call comes', async () => {
    const { seat } = await packed();
    const path = await seat.pack({ callIds: ['call-1'] });
    const there = await open();
    expect(await there.bundles.mergeAt(path)).toMatchObject({ callsNotHere: 1, calls: { added: 0 } });
    store(there, 'call-1');
    expect((await there.review.of('call-1', 0)).items).toHaveLength(1);
  });

  it('leaves out what is about a call that was erased here, and says so', async () => {
    const { path } = await packed();
    const there = await open();
    store(there, 'call-1');
    eraseCall(there.db, there.dir, 'call-1', 5);
    expect(await there.bundles.mergeAt(path)).toMatchObject({
      events: { added: 2, erased: 1 },
      calls: { erased: 1 },
      recordings: { erased: 1 },
    });
    expect(isErased(there.db, 'call-1')).toBe(true);
    expect([...eachEvent(there.db, ['call-1'])]).toEqual([]);
    expect(there.db.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(0);
    expect(readdirSync(join(there.dir, 'recordings'))).toEqual([]);
  });

  it('never replaces what the vendor answered here, and lets the newer of two bundles count', async () => {
    const [one, two, there] = [await open(), await open(), await open()];
    store(one, 'call-1', { summary: 'older' }, 1000);
    store(two, 'call-1', { summary: 'newer' }, 9000);
    const [older, newer] = [
      await one.pack({ callIds: ['call-1'], withCalls: true }),
      await two.pack({ callIds: ['call-1'], withCalls: true }),
    ];
    const summary = () => there.db.prepare('SELECT summary FROM call_details').pluck().get();
    expect((await there.bundles.mergeAt(older)).calls.added).toBe(1);
    expect(summary()).toBe('older');
    expect((await there.bundles.mergeAt(newer)).calls.updated).toBe(1);
    expect((await there.bundles.mergeAt(older)).calls.known).toBe(1);
    expect(summary()).toBe('newer');
    // The vendor answers itself: from now on only it counts.
    store(there, 'call-1', { summary: 'the vendor’s' }, 2000);
    expect((await there.bundles.mergeAt(newer)).calls.known).toBe(1);
    expect(summary()).toBe('the vendor’s');
  });

  it('takes only one’s own work along where that is asked for', async () => {
    const { seat, path } = await packed();
    const there = await open();
    await there.bundles.mergeAt(path);
    await there.review.apply('call-1', [note('n2', 'call-1', 'mine')]);
    const own = unpack(await there.pack({ callIds: ['call-1'], work: 'own' }));
    expect(textOf(own, 'events.jsonl')).toContain('mine');
    expect(textOf(own, 'events.jsonl')).not.toContain('too slow');
    const none = unpack(await seat.pack({ callIds: ['call-1'], work: 'none' }));
    expect(none.manifest.counts).toMatchObject({ calls: 1, events: 0 });
  });

  it('has no signed URL, also when somebody left one in', async () => {
    const { path } = await packed();
    const url = 'https://storage.example/rec.wav?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=3600';
    forge(path, (content) => {
      const [line = ''] = textOf(content, 'calls.jsonl').split('\n');
      setText(content, 'calls.jsonl', `${line.replace('"call":{', `"call":{"recording_url":"${url}",`)}\n`);
    });
    const there = await open();
    await there.bundles.mergeAt(path);
    expect(there.db.prepare('SELECT json FROM raw_calls').pluck().get()).not.toContain('Signature');
  });
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
    const { path } = await packed();
    forge(path, ...args);
    return path;
  };
  const nothing = () => undefined;

  it('is refused when it is cut off anywhere', async () => {
    const { path } = await packed();
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
    const { path } = await packed();
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

async function* chunksOf(path: string) {
  yield readFileSync(path);
}
