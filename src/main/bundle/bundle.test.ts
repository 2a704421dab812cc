import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findMissingFrom } from '../store/call-facts.ts';
import { eraseCall } from '../store/erase.ts';
import { isErased } from '../store/erased.ts';
import { eachEvent } from '../store/review-events.ts';
import { type BundleSeat, openBundleSeat, whole } from './testing/bundle-seat.ts';
import { forge, setText, textOf, unpack } from './testing/forge.ts';
import { contentOf, note, packed, store } from './testing/packed.ts';

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

describe('a bundle', () => {
  it('carries review work, what it refers to, calls and recordings to an empty workspace; importing twice changes nothing', async () => {
    const { seat, path, bytes } = await packed(await open());
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
    const { seat, path } = await packed(await open());
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

  it('takes the names that families of its calls’ agents were given along, unless it is redacted', async () => {
    const { seat } = await packed(await open());
    const wording = '0123456789abcdef';
    const name = (itemId: string, agent: string) => ({
      kind: 'family' as const,
      itemId,
      callId: null,
      set: { agent, wording, name: `Greeting of ${agent}` },
    });
    await seat.review.apply(null, [name('f1', 'agent-1'), name('f2', 'somebody else')]);
    const namesIn = async (request: Parameters<BundleSeat['pack']>[0]) => {
      const there = await open();
      await there.bundles.mergeAt(await seat.pack({ callIds: ['call-1'], ...request }));
      const { items } = await there.review.of(null, 0);
      return items.flatMap(({ kind, fields }) => (kind === 'family' ? [fields.name] : []));
    };
    expect(await namesIn({})).toEqual(['Greeting of agent-1']);
    expect(await namesIn({ work: 'own' })).toEqual(['Greeting of agent-1']);
    expect(await namesIn({ work: 'none' })).toEqual([]);
    expect(
      await namesIn({
        redact: { phones: true, emails: true, cards: true, names: ['Zsófia'], variables: [], audio: 'words' },
      }),
    ).toEqual([]);
  });

  it('keeps work on calls that are not here, and has it when the call comes', async () => {
    const { seat } = await packed(await open());
    const path = await seat.pack({ callIds: ['call-1'] });
    const there = await open();
    expect(await there.bundles.mergeAt(path)).toMatchObject({ callsNotHere: 1, calls: { added: 0 } });
    store(there, 'call-1');
    expect((await there.review.of('call-1', 0)).items).toHaveLength(1);
  });

  it('leaves out what is about a call that was erased here, and says so', async () => {
    const { path } = await packed(await open());
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

  it('leaves calls of a colleague alone when the vendor’s deletions are followed', async () => {
    const { path } = await packed(await open());
    const there = await open();
    await there.bundles.mergeAt(path);
    expect(findMissingFrom(there.db, new Set())).toEqual([]);
    store(there, 'call-1', { summary: 'the vendor’s' }, 2000);
    expect(findMissingFrom(there.db, new Set())).toEqual(['call-1']);
  });

  it('carries any text whole: a megabyte, right-to-left, control characters, halves of characters', async () => {
    const [seat, there] = [await open(), await open()];
    const texts = ['x'.repeat(1_000_000), 'שלום \u202Eabc', '\u0000\u001b[31m', '\ud83d', '😀\u2028\n', '"},{"'];
    const changes = texts.map((text, n) => ({
      kind: 'annotation' as const,
      itemId: `n${n}`,
      callId: 'c',
      set: { text },
    }));
    await seat.review.apply('c', changes);
    await there.bundles.mergeAt(await seat.pack({ callIds: ['c'] }));
    const back = (await there.review.of('c', 0)).items.map(({ id, fields }) => [id, fields.text]);
    expect(Object.fromEntries(back)).toEqual(Object.fromEntries(texts.map((text, n) => [`n${n}`, text])));
  });

  it('says that there is nothing to put in, and stops when asked to', async () => {
    const { seat } = await packed(await open());
    await expect(seat.pack({})).rejects.toMatchObject({ code: 'invalid-input' });
    const request = { ...whole, callIds: ['call-1'], withRecordings: true };
    await expect(seat.bundles.make(request, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(await seat.bundles.make(request)).toMatchObject({ counts: { recordings: 1 } });
  });

  it('takes only one’s own work along where that is asked for', async () => {
    const { seat, path } = await packed(await open());
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
    const { path } = await packed(await open());
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

async function* chunksOf(path: string) {
  yield readFileSync(path);
}
