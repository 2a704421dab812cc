import { createHash } from 'node:crypto';
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  type BundleFile,
  type BundleManifest,
  bundledCallSchema,
  bundleManifestSchema,
} from '#shared/model/bundle.ts';
import type { Generation } from '#shared/model/connection.ts';
import { AppError } from '#shared/model/errors.ts';
import { type ReviewEvent, reviewEventSchema, reviewKindSchema } from '#shared/model/review/event.ts';
import { isGenuine } from '../review/event-id.ts';
import { memberText } from '../voicy/json-text.ts';
import { linesOf } from './lines.ts';
import { openZip, type ZipLimits, type ZipReader } from './zip/read-zip.ts';

/** A call of a bundle: `json` is the Call object's text. */
export interface BundledLine {
  id: string;
  generation: Generation;
  fetchedMs: number;
  json: string;
}

/** An opened bundle. Whatever is read of it is checked as it is read; `check` reads all of it. */
export interface OpenBundle {
  readonly manifest: BundleManifest;
  events(): AsyncGenerator<ReviewEvent, void>;
  calls(): AsyncGenerator<BundledLine, void>;
  readonly recordings: readonly (BundleFile & { callId: string })[];
  read(file: BundleFile): AsyncGenerator<Uint8Array, void>;
  /** Reads everything once and keeps nothing. Throws `damaged` or `unsupported` for anything that is not as it should be. */
  check(onProgress?: (bytes: number) => void): Promise<void>;
  close(): Promise<void>;
}

const GB = 1024 ** 3;
const limits: ZipLimits = {
  entries: 65_000,
  entryBytes: 2 * GB,
  totalBytes: 8 * GB,
  ratio: 250,
  ratioFromBytes: 64 * 1024 * 1024,
};
const MOST_MANIFEST_BYTES = 32 * 1024 * 1024;
const MOST_EVENT_BYTES = 16 * 1024 * 1024;
const MOST_CALL_BYTES = 64 * 1024 * 1024;
/** Deeper than anything that is made here; reading it must not take the stack with it. */
const MOST_DEPTH = 100;

const recordingName = /^recordings\/[1-9]\d{0,5}\.(?:wav|mp3|ogg|webm|m4a|aac|flac|bin)$/;

const damaged = (what: string) =>
  new AppError('damaged', `This bundle is damaged (${what}); ask for it again. Nothing was imported.`);

/** Opens a bundle and reads its manifest. Throws `damaged`, `unsupported`, and what opening the file throws. */
export async function openBundle(path: string): Promise<OpenBundle> {
  const zip = await openZip(path, limits);
  try {
    return bundleOf(zip, await readManifest(zip));
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function readManifest(zip: ZipReader): Promise<BundleManifest> {
  const entry = zip.entries.get('manifest.json');
  if (!entry) throw new AppError('unsupported', 'This zip is no Earmark bundle: choose a file that ends in .earmark.');
  if (entry.bytes > MOST_MANIFEST_BYTES) throw damaged('its manifest is too large');
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.read(entry)) chunks.push(chunk);
  const value = parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== BUNDLE_FORMAT) {
    throw new AppError('unsupported', 'This zip is no Earmark bundle: choose a file that ends in .earmark.');
  }
  if (!('version' in value) || typeof value.version !== 'number') throw damaged('its version is missing');
  if (value.version > BUNDLE_VERSION) {
    throw new AppError(
      'unsupported',
      'This bundle was made by a newer Earmark: update Earmark, then import it. Nothing was imported.',
    );
  }
  const manifest = bundleManifestSchema.safeParse(value);
  if (!manifest.success) throw damaged('its manifest is not whole');
  checkFiles(zip, manifest.data);
  return manifest.data;
}

/** The archive must hold exactly what the manifest names, with its sizes, under names that a bundle's files have. */
function checkFiles(zip: ZipReader, { files, counts }: BundleManifest): void {
  const named = new Map(files.map((file) => [file.path, file]));
  if (named.size !== files.length) throw damaged('its manifest names a file twice');
  if (!named.has('events.jsonl')) throw damaged('its review work is missing');
  for (const [name, entry] of zip.entries) {
    if (name === 'manifest.json') continue;
    const file = named.get(name);
    if (!file) throw damaged('there is a file in it that its manifest does not name');
    if (file.bytes !== entry.bytes) throw damaged('a file is not as large as its manifest says');
  }
  const callIds = new Set<string>();
  for (const { path, callId } of files) {
    if (!zip.entries.has(path)) throw damaged('a file that its manifest names is missing');
    if (path === 'events.jsonl' || path === 'calls.jsonl') {
      if (callId !== null) throw damaged('its manifest contradicts itself');
      continue;
    }
    if (!recordingName.test(path)) throw damaged('there is a file in it that no bundle has');
    if (callId === null || callIds.has(callId)) throw damaged('its manifest contradicts itself');
    callIds.add(callId);
  }
  if (callIds.size !== counts.recordings) throw damaged('its manifest contradicts itself');
}

function bundleOf(zip: ZipReader, manifest: BundleManifest): OpenBundle {
  const read = (file: BundleFile) => readChecked(zip, file);
  const find = (path: string) => manifest.files.find((file) => file.path === path);
  const events = async function* () {
    const file = find('events.jsonl');
    if (file) for await (const line of linesOf(read(file), MOST_EVENT_BYTES)) yield readEvent(line);
  };
  const calls = async function* () {
    const file = find('calls.jsonl');
    if (file) for await (const line of linesOf(read(file), MOST_CALL_BYTES)) yield readCall(line);
  };
  const recordings = manifest.files.flatMap((file) => (file.callId === null ? [] : [{ ...file, callId: file.callId }]));
  return {
    manifest,
    events,
    calls,
    recordings,
    read,
    check: async (onProgress = () => undefined) => {
      const counted = { events: 0, rawCalls: 0 };
      for await (const _ of events()) counted.events += 1;
      for await (const _ of calls()) counted.rawCalls += 1;
      const { counts } = manifest;
      if (counted.events !== counts.events || counted.rawCalls !== counts.rawCalls) {
        throw damaged('it does not hold what its manifest says');
      }
      for (const file of recordings) for await (const chunk of read(file)) onProgress(chunk.byteLength);
    },
    close: () => zip.close(),
  };
}

async function* readChecked(zip: ZipReader, file: BundleFile): AsyncGenerator<Uint8Array, void> {
  const entry = zip.entries.get(file.path);
  if (!entry) throw damaged('a file that its manifest names is missing');
  const hash = createHash('sha256');
  for await (const chunk of zip.read(entry)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== file.sha256) throw damaged('a file was changed after the bundle was made');
}

function readEvent(line: string): ReviewEvent {
  const value = parse(line);
  if (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    !reviewKindSchema.safeParse(value.kind).success
  ) {
    throw new AppError(
      'unsupported',
      'This bundle has review work of a kind that this Earmark does not know: update Earmark, then import it. Nothing was imported.',
    );
  }
  const event = reviewEventSchema.safeParse(value);
  if (!event.success) throw damaged('a piece of review work cannot be read');
  if (!isGenuine(event.data)) throw damaged('a piece of review work was changed after it was made');
  return event.data;
}

function readCall(line: string): BundledLine {
  const value = bundledCallSchema.safeParse(parse(line));
  const json = memberText(line, 'call');
  if (!value.success || json === null) throw damaged('a call in it cannot be read');
  const { id, generation, fetchedMs } = value.data;
  return { id, generation, fetchedMs, json };
}

function parse(text: string): unknown {
  if (isDeep(text)) throw damaged('a text in it is nested too deeply');
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('a text in it is no JSON');
  }
}

/** Counts brackets outside of strings, without parsing. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > MOST_DEPTH) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}
