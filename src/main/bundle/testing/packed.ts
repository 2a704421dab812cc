import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveDetail, saveListed } from '../../store/calls.ts';
import { saveReadyRecording } from '../../store/recordings.ts';
import { noiseWav } from '../../testing/noise-wav.ts';
import { parseCall } from '../../voicy/parse-call.ts';
import type { BundleSeat } from './bundle-seat.ts';

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

/** Stores a call as the vendor answered with it at `nowMs`; `over` = fields of its JSON. */
export function store({ db }: BundleSeat, id: string, over: object = {}, nowMs = 1000): void {
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

/** An annotation with a tag. */
export const note = (itemId: string, callId: string, text: string) => ({
  kind: 'annotation' as const,
  itemId,
  callId,
  set: { anchor: { on: 'point', atMs: 100 }, text, tags: ['t1'] },
});

/** A seat with a call, its recording, an annotation, a tag, and its bundle. */
export async function packed(seat: BundleSeat) {
  store(seat, 'call-1');
  const bytes = storeRecording(seat, 'call-1', 'a.wav');
  await seat.review.nameReviewer('Ana');
  await seat.review.apply(null, [{ kind: 'tag', itemId: 't1', callId: null, set: { name: 'Slow' } }]);
  await seat.review.apply(null, [{ kind: 'tag', itemId: 't2', callId: null, set: { name: 'Unused' } }]);
  await seat.review.apply('call-1', [note('n1', 'call-1', 'too slow')]);
  const path = await seat.pack({ callIds: ['call-1'], withCalls: true, withRecordings: true });
  return { seat, path, bytes };
}

/** All rows that a merge may add to. */
export const contentOf = ({ db }: BundleSeat) =>
  ['review_events', 'calls', 'raw_calls', 'turns', 'recordings', 'bundled_calls', 'jobs'].map((table) =>
    db.prepare(`SELECT * FROM ${table}`).all(),
  );
