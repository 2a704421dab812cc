import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnnotationFile } from '#shared/model/exchange.ts';
import { createAudioPool } from '../audio/audio-pool.ts';
import { makeWav } from '../audio/fixtures/wav-writer.ts';
import { createHandouts, type Handouts } from '../handouts/handouts.ts';
import { recordingPaths } from '../recordings/files.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { saveReadyRecording } from '../store/recordings.ts';
import { detailOf, recordingLogger, summaryOf } from '../testing/workspace-fixtures.ts';
import { createExchange, type Exchange } from './service.ts';

let seat: Seat;
let handouts: Handouts;
let exchange: Exchange;
let dir: string;
const pool = createAudioPool({ threads: 1 });

beforeEach(async () => {
  seat = await openSeat();
  // The seat's handle writes.
  const db = seat.db as WriteDb;
  dir = join(db.name, '..');
  for (let at = 0; at < 60; at += 1) {
    saveListed(db, summaryOf(`call-${at}`), '{}', 1);
    saveDetail(db, detailOf(`call-${at}`), '{}', 'v1', 2);
  }
  handouts = createHandouts(dir, { sweep: true });
  const clock = { now: () => Date.UTC(2026, 10, 25) };
  const logger = recordingLogger();
  exchange = createExchange({
    dir,
    db,
    paths: recordingPaths(dir),
    pool,
    review: seat.review,
    handouts,
    clock,
    logger,
  });
});
afterEach(async () => {
  await exchange.close();
  handouts.close();
  await seat.close();
});

const read = (token: string) => readFileSync(handouts.find(token)?.path ?? 'gone');
async function handIn(text: string): Promise<AnnotationFile> {
  const { token } = await handouts.receive(chunks(text), 1e6);
  return { token, name: 'labels.txt', format: 'auto', callId: 'call-1', layers: null, update: false };
}
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('exports in the app', () => {
  it('names the file after the call, the day or the format, and hands it out', async () => {
    const one = await exchange.make({ format: 'eaf', callIds: ['call-7'] });
    expect(one).toMatchObject({ fileName: 'call-7.eaf', calls: 1, files: 1, empty: 0 });
    expect(read(one.token).toString('utf8')).toContain('<ANNOTATION_DOCUMENT');
    expect(handouts.find(one.token)?.contentType).toBe('text/xml');
    const all = await exchange.make({ format: 'jsonl' });
    expect(all).toMatchObject({ fileName: 'calls-2026-11-25.jsonl', calls: 60 });
    expect(read(all.token).toString('utf8').split('\n')).toHaveLength(61);
    const some = await exchange.make({ format: 'vtt', filter: { text: 'call-2' } });
    expect(some).toMatchObject({ fileName: 'calls-2026-11-25.vtt.zip', calls: 11, files: 11 });
    expect(read(some.token).toString('latin1', 0, 2)).toBe('PK');
    const table = await exchange.make({ format: 'csv', callIds: ['call-7'] });
    expect(table.fileName).toBe('call-7.zip');
  });

  it('leaves nothing behind when it is stopped, and goes on working', async () => {
    const stop = new AbortController();
    const making = exchange.make({ format: 'eaf' }, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(making).rejects.toThrow(/abort/i);
    const left = readdirSync(join(dir, 'handouts'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
    expect(await exchange.make({ format: 'jsonl', callIds: ['call-1'] })).toMatchObject({ calls: 1 });
  });

  it('says what there is nothing of', async () => {
    await expect(exchange.make({ format: 'vtt', callIds: ['nothing'] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(exchange.make({ format: 'rttm', callIds: ['call-1'] })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('imports in the app', () => {
  it('shows what a file adds, adds it as one step, and knows it again', async () => {
    const file = await handIn('1\t2\tslow\n3\t3\tclick\n');
    expect(await exchange.preview(file)).toMatchObject({
      format: 'audacity',
      counts: { new: 2, same: 0 },
      first: [
        { outcome: 'new', at: { startMs: 1000, endMs: 2000 }, text: 'slow' },
        { outcome: 'new', text: 'click' },
      ],
    });
    expect(await exchange.apply(file)).toMatchObject({ counts: { new: 2 } });
    await expect(exchange.preview(file)).rejects.toMatchObject({ code: 'expired' });
    const again = await handIn('1\t2\tslow\n3\t3\tclick\n');
    expect(await exchange.preview(again)).toMatchObject({ counts: { new: 0, same: 2 } });
    await seat.review.undo('call-1');
    expect(await exchange.preview(again)).toMatchObject({ counts: { new: 0, same: 0, deleted: 2 } });
  });

  it('takes ten thousand annotations', async () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `${at / 1000}\t${at / 1000 + 0.5}\tlabel ${at}\n`);
    const file = await handIn(lines.join(''));
    const preview = await exchange.preview(file);
    expect(preview.counts.new).toBe(10_000);
    expect(preview.first).toHaveLength(200);
    await exchange.apply(file);
    expect((await exchange.preview(await handIn(lines.join('')))).counts).toMatchObject({ new: 0, same: 10_000 });
  });

  it('says which line cannot be read', async () => {
    await expect(exchange.preview(await handIn('1\t2\tslow\nx\ty\tz\n'))).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Line 2: “x” is no time in seconds.',
    });
  });
});

describe('clips', () => {
  it('are cut out of the recording that is here', async () => {
    const paths = recordingPaths(dir);
    const sound = Float32Array.from({ length: 8000 }, (_, at) => Math.sin(at) / 2);
    writeFileSync(paths.original('call-1', 'wav'), makeWav([sound, sound], { encoding: 's16', sampleRate: 8000 }));
    const name = paths.original('call-1', 'wav').split('/').at(-1) ?? '';
    saveReadyRecording(seat.db as WriteDb, 'call-1', { name, bytes: 1, sha256: 'ff' }, 3);
    const clip = await exchange.clip({ callId: 'call-1', startMs: 250, endMs: 500 });
    expect(clip).toMatchObject({ fileName: 'call-1-0.250-0.500.wav', bytes: 44 + 2000 * 4 });
    await expect(exchange.clip({ callId: 'call-1', startMs: 2000, endMs: 3000 })).rejects.toMatchObject({
      code: 'damaged',
    });
    await expect(exchange.clip({ callId: 'call-2', startMs: 0, endMs: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
