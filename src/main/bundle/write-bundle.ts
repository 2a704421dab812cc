import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  type BundleFile,
  type BundleManifest,
  type RedactionNote,
} from '#shared/model/bundle.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import { createZipWriter } from './zip/write-zip.ts';

/** A call's raw JSON on its way into a bundle. */
export interface CallLine {
  id: string;
  generation: string;
  fetchedMs: number;
  json: string;
}

/** A recording on its way into a bundle: read from `path`, then `done`. */
export interface BundleRecording {
  callId: string;
  path: string;
  extension: string;
  done(): Promise<void>;
}

export interface BundleContent {
  app: string;
  createdMs: number;
  by: BundleManifest['by'];
  calls: number;
  /** Events, those of an item together. */
  events: Iterable<readonly ReviewEvent[]>;
  /** Null = without calls. */
  callLines: Iterable<CallLine> | null;
  recordings: AsyncIterable<BundleRecording>;
  /** Asked for at the end, when all that was to be replaced has been. */
  redaction: () => RedactionNote | null;
}

const PIECE_BYTES = 64 * 1024;

/** Writes a bundle to `path` piece by piece; the manifest comes last, with the hash of everything before it. */
export async function writeBundle(path: string, content: BundleContent): Promise<BundleManifest> {
  const file = await open(path, 'wx', 0o600);
  try {
    const manifest = await writeInto(file, content);
    await file.sync();
    return manifest;
  } finally {
    await file.close();
  }
}

async function writeInto(file: FileHandle, content: BundleContent): Promise<BundleManifest> {
  const zip = createZipWriter(async (bytes) => void (await file.writeFile(bytes)), content.createdMs);
  const files: BundleFile[] = [];
  const counts = { calls: content.calls, events: 0, rawCalls: 0, recordings: 0 };
  const eventLines = function* () {
    for (const event of flat(content.events)) {
      counts.events += 1;
      yield JSON.stringify(event);
    }
  };
  files.push({
    path: 'events.jsonl',
    callId: null,
    ...(await zip.add('events.jsonl', pieces(eventLines()), { compress: true })),
  });
  if (content.callLines) {
    const callLines = lineOfCalls(content.callLines, () => {
      counts.rawCalls += 1;
    });
    files.push({
      path: 'calls.jsonl',
      callId: null,
      ...(await zip.add('calls.jsonl', pieces(callLines), { compress: true })),
    });
  }
  for await (const recording of content.recordings) {
    counts.recordings += 1;
    const name = `recordings/${counts.recordings}.${recording.extension}`;
    try {
      const bytes = createReadStream(recording.path, { highWaterMark: PIECE_BYTES });
      files.push({ path: name, callId: recording.callId, ...(await zip.add(name, bytes, { compress: false })) });
    } finally {
      await recording.done();
    }
  }
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    app: content.app,
    createdMs: content.createdMs,
    by: content.by,
    counts,
    redaction: content.redaction(),
    files,
  };
  await zip.add('manifest.json', [Buffer.from(JSON.stringify(manifest))], { compress: true });
  await zip.finish();
  return manifest;
}

function* flat(groups: Iterable<readonly ReviewEvent[]>): Generator<ReviewEvent> {
  for (const group of groups) yield* group;
}

/** The raw call goes in as the text it is stored as: numbers too large for JavaScript come out as they came in. */
function* lineOfCalls(lines: Iterable<CallLine>, onLine: () => void): Generator<string> {
  for (const { json, ...rest } of lines) {
    onLine();
    yield `${JSON.stringify(rest).slice(0, -1)},"call":${json.replaceAll(/[\r\n]/g, ' ')}}`;
  }
}

/** Lines as bytes, some at a time; others get their turn in between. */
async function* pieces(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let held = '';
  for (const line of lines) {
    held += `${line}\n`;
    if (held.length < PIECE_BYTES) continue;
    yield Buffer.from(held);
    held = '';
    await breathe();
  }
  if (held !== '') yield Buffer.from(held);
}
