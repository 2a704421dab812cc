import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RedactionRules } from '#shared/model/bundle.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import { decodeFile } from '../audio/fixtures/open-fixture.ts';
import { makeTestSignal } from '../audio/fixtures/test-signal.ts';
import { makeWav } from '../audio/fixtures/wav-writer.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { saveAudioFacts, saveReadyRecording } from '../store/recordings.ts';
import { parseCall } from '../voicy/parse-call.ts';
import { type BundleSeat, openBundleSeat } from './testing/bundle-seat.ts';
import { textOf, unpack } from './testing/forge.ts';

/** What must not be in a redacted bundle, in any of its forms. */
const canaries = [
  /zs[oó]fia/i,
  /kov[aá]cs/i,
  /4477/,
  /0104/,
  /anna/i,
  /mail\.example/,
  /4111/,
  /1111/,
  /northwind/i,
  /QX-7731/,
  /7731/,
  /call-1/,
];
const rules: RedactionRules = {
  phones: true,
  emails: true,
  cards: true,
  names: ['Zsófia Kovács', 'Northwind', 'Anna'],
  variables: ['customer_ref'],
  audio: 'words',
};

const said = [
  { role: 'agent', content: 'Hello, this is Dana.', timestamp_ms: 100 },
  {
    role: 'user',
    content: 'I am Zsófia Kovács, my number is five five five oh one oh four four seven seven',
    timestamp_ms: 1000,
  },
  {
    role: 'system',
    timestamp_ms: 1500,
    function_invocation: {
      invocation_id: 'inv-1',
      node_name: 'lookup',
      method: 'POST',
      url: 'https://crm.example/find?mail=anna%40mail.example&tel=%2B15550104477',
      headers: { authorization: 'Bearer anna-secret-7731' },
      request_body: '{"phone":15550104477,"who":"Zs\\u00f3fia","ref":"QX-7731"}',
    },
  },
  { role: 'agent', content: 'Thank you, Ms Kovács. And the card? 4111 1111 1111 1111, right.', timestamp_ms: 2000 },
  { role: 'user', content: 'Yes.', timestamp_ms: 3500 },
];
const raw = {
  call_id: 'call-1',
  call_status: 'user_hangup',
  direction: 'inbound',
  from_number: '+15550104477',
  to_number: '+15550100002',
  agent: { id: '550e8400-e29b-41d4-a716-446655440000', name: 'Dana', version: 7 },
  account: { id: 'acc', name: 'Northwind' },
  start_timestamp: 1_700_000_000_000,
  duration_ms: 4000,
  summary: 'Zsófia asked about order QX 7731; call her at +1 (555) 010-4477.',
  vars_provided: { customer_ref: 'QX-7731', plan: 'basic' },
  unknown_field: { caller: 15_550_104_477, nested: [{ 'anna@mail.example': true }] },
  transcript: said,
};

const heard = (startMs: number, endMs: number, index: number): CallTiming['turns'][number] => ({
  index,
  startMs,
  endMs,
  startSource: 'sound',
  endSource: 'sound',
  gap: null,
  noGap: null,
  bargedInMs: null,
  heardChars: null,
});
const timing = async (): Promise<CallTiming> => ({
  speech: null,
  lanes: null,
  clock: null,
  turns: [heard(100, 700, 0), heard(1000, 1600, 1), heard(2000, 2700, 2), heard(3500, 3900, 3)],
  order: null,
  overlaps: [],
  deadAir: [],
  holds: [],
  monologues: [],
  talk: null,
  problems: [],
});

let seats: BundleSeat[] = [];
afterEach(async () => {
  await Promise.all(seats.map(({ close }) => close()));
  seats = [];
});

async function open(): Promise<BundleSeat> {
  const seat = await openBundleSeat({ timing });
  seats.push(seat);
  return seat;
}

/** A seat with a call full of what is to go, its recording and review work about it. */
async function prepared(): Promise<BundleSeat> {
  const seat = await open();
  const read = parseCall(raw, 'v1');
  if (!read.ok) throw new Error(read.reason);
  saveListed(seat.db, read.call, JSON.stringify(raw), 1000);
  saveDetail(seat.db, read.call, JSON.stringify(raw), 'v1', 1000);
  const bytes = makeWav(makeTestSignal(8000), { encoding: 's16', sampleRate: 8000 });
  writeFileSync(join(seat.dir, 'recordings', 'a.wav'), bytes);
  saveReadyRecording(
    seat.db,
    'call-1',
    { name: 'a.wav', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    1,
  );
  saveAudioFacts(
    seat.db,
    'call-1',
    {
      container: 'wav',
      codec: 'pcm-s16',
      channels: 2,
      sampleRate: 8000,
      durationMs: 4000,
      playable: 'original',
      playableType: 'audio/wav',
      peaks: 'none',
      warnings: [],
    },
    1,
  );
  const { review } = seat;
  await review.nameReviewer('Anna');
  await review.apply(null, [
    { kind: 'tag', itemId: 't1', callId: null, set: { name: 'Slow', order: 1 } },
    { kind: 'tag', itemId: 't2', callId: null, set: { name: 'Northwind only', order: 2 } },
    { kind: 'pack', itemId: 'p1', callId: null, set: { name: 'March', callIds: ['call-1'] } },
  ]);
  const text = said[1]?.content ?? '';
  const at = text.indexOf('Kovács');
  const turn = { index: 1, role: 'caller', startMs: 1000, text };
  const quote = { exact: 'Kovács, my', prefix: text.slice(0, at), suffix: text.slice(at + 10, at + 74), at };
  const [made] = await review.apply('call-1', [
    {
      kind: 'annotation',
      itemId: 'n1',
      callId: 'call-1',
      set: {
        anchor: { on: 'text', turn, quote },
        text: 'Zsofia said 5550104477',
        tags: ['t1', 't2'],
        severity: 'major',
      },
    },
    {
      kind: 'correction',
      itemId: 'c1',
      callId: 'call-1',
      set: { anchor: { on: 'turn', turn }, text: 'I am Anna Kovács' },
    },
    { kind: 'review', itemId: 'r1', callId: 'call-1', set: { note: 'see anna@mail.example', packId: 'p1' } },
    {
      kind: 'score',
      itemId: 'r1/criterion-1',
      callId: 'call-1',
      set: { reviewId: 'r1', criterionId: 'criterion-1', comment: 'Kovács!' },
    },
  ]);
  await review.apply('call-1', [
    { kind: 'annotation', itemId: 'n1', callId: 'call-1', set: { text: 'Ms Kovács again' }, seen: made?.heads ?? {} },
  ]);
  return seat;
}

const request = { callIds: ['call-1'], packIds: ['p1'], withCalls: true, withRecordings: true, redact: rules };

describe('a redacted bundle', () => {
  it('has none of the canaries in any of its bytes, packed or not', async () => {
    const seat = await prepared();
    const path = await seat.pack(request);
    const { manifest, files } = unpack(path);
    expect(manifest.redaction).toMatchObject({ phones: true, names: 3, variables: 1, audio: 'words' });
    expect(manifest.redaction?.replaced).toBeGreaterThan(10);
    const texts = [
      JSON.stringify(manifest),
      ...['events.jsonl', 'calls.jsonl'].map((name) => textOf({ manifest, files }, name)),
    ];
    for (const canary of canaries) for (const text of texts) expect(text).not.toMatch(canary);
    const bytes = readFileSync(path).toString('latin1');
    for (const canary of ['Zsofia', 'Kov', '4477', 'Anna', 'Northwind', 'call-1']) expect(bytes).not.toContain(canary);
    // What has to stay does.
    expect(texts[2]).toContain('550e8400-e29b-41d4-a716-446655440000');
    expect(texts[2]).toContain('"start_timestamp":1700000000000');
    expect(texts[2]).toContain('"plan":"basic"');
  });

  it('has a tone and none of the sound where the words are, and the sound elsewhere', async () => {
    const seat = await prepared();
    const before = readFileSync(join(seat.dir, 'recordings', 'a.wav'));
    const { files } = unpack(await seat.pack(request));
    const copy = join(seat.dir, 'copy.wav');
    writeFileSync(copy, files['recordings/1.wav'] ?? new Uint8Array());
    const [plain, beeped] = [await decodeFile(join(seat.dir, 'recordings', 'a.wav')), await decodeFile(copy)];
    // Both turns with something to go are shorter than the margin: all of each is beeped.
    const gone = (n: number) => (n >= 8 * 1000 && n < 8 * 1600) || (n >= 8 * 2000 && n < 8 * 2700);
    const kept = (n: number) => n < 8 * 690 || (n > 8 * 3010 && n < 8 * 4000);
    for (const [channel, samples] of beeped.planar.entries()) {
      for (const [n, sample] of samples.entries()) {
        const tone = 0.2 * Math.sin((2 * Math.PI * 1000 * n) / 8000);
        if (gone(n) && Math.abs(sample - tone) > 1e-3) throw new Error(`sound at frame ${n} of channel ${channel}`);
        if (kept(n) && sample !== plain.planar[channel]?.[n]) throw new Error(`no sound at frame ${n}`);
      }
    }
    expect(readFileSync(join(seat.dir, 'recordings', 'a.wav')).equals(before)).toBe(true);
  });

  it('is imported as a copy with ids of its own, twice without a change, and beside the original', async () => {
    const seat = await prepared();
    const [first, second] = [await seat.pack(request), await seat.pack(request)];
    const there = await open();
    const result = await there.bundles.mergeAt(first);
    expect(result).toMatchObject({ calls: { added: 1 }, recordings: { added: 1 }, callsNotHere: 0, conflicts: 0 });
    const again = await there.bundles.mergeAt(second);
    expect(again.events).toEqual({ added: 0, known: result.events.added, erased: 0 });
    expect(again).toMatchObject({ calls: { known: 1 }, recordings: { known: 1 } });

    const callId = there.db.prepare('SELECT id FROM calls').pluck().get() as string;
    expect(callId).toMatch(/^redacted-[\w-]{27}$/);
    const { items } = await there.review.of(callId, 0);
    const note = items.find(({ kind }) => kind === 'annotation');
    expect(note?.fields).toMatchObject({
      text: 'Ms [name] again',
      severity: 'major',
      tags: ['t1', expect.stringMatching(/^[\w-]{27}$/)],
    });
    expect(note?.rivals).toEqual({});
    const score = items.find(({ kind }) => kind === 'score');
    const review = items.find(({ kind }) => kind === 'review');
    expect(score?.id).toBe(`${review?.id}/criterion-1`);
    expect(score?.fields.reviewId).toBe(review?.id);
    const turn = there.db.prepare('SELECT content FROM turns WHERE idx = 1').pluck().get();
    const anchor = note?.fields.anchor as { turn: { text: string }; quote: { exact: string; at: number } };
    expect(anchor.turn.text).toBe(turn);
    expect(anchor.turn.text.startsWith(anchor.quote.exact, anchor.quote.at)).toBe(true);
    const shared = (await there.review.of(null, 0)).items;
    expect(shared.find(({ id }) => id === 't1')?.fields.name).toBe('Slow');
    expect(shared.find(({ kind }) => kind === 'pack')?.fields.callIds).toEqual([callId]);

    // Where it came from, the copy stands beside the original and changes nothing about it.
    const original = await seat.review.of('call-1', 0);
    await seat.bundles.mergeAt(first);
    expect((await seat.review.of('call-1', 0)).items).toEqual(original.items);
    expect(seat.review.contested()).toEqual([]);
  });

  it('leaves a recording out whose words cannot be placed, and says so', async () => {
    const seat = await openBundleSeat({
      timing: async () => ({ ...(await timing()), turns: [] }),
    });
    seats.push(seat);
    const other = await prepared();
    seat.db.exec(`ATTACH '${join(other.dir, 'earmark.db')}' AS other`);
    for (const table of ['calls', 'raw_calls', 'call_details', 'turns', 'recordings', 'audio_facts']) {
      seat.db.exec(`INSERT INTO main.${table} SELECT * FROM other.${table}`);
    }
    seat.db.exec('DETACH other');
    const made = await seat.bundles.makeAt(seat.newPath(), { ...request, filter: null, packIds: [], work: 'all' });
    expect(made.left).toEqual([{ callId: 'call-1', message: expect.stringContaining('stays out') }]);
    expect(made.manifest.counts.recordings).toBe(0);
  });
});
