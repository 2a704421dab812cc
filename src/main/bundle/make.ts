import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { type BeepTurn, beepRanges } from '#shared/logic/redact/beep-ranges.ts';
import { createRedactor, type Redactor } from '#shared/logic/redact/redactor.ts';
import { itemsOf } from '#shared/logic/review/read-item.ts';
import type { BundleManifest, BundleRequest, RedactionNote, RedactionRules } from '#shared/model/bundle.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { BeepRequest } from '../audio/beep.ts';
import { AudioError } from '../audio/errors.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import { findRawDetail } from '../store/bundle-content.ts';
import { findCallDetail } from '../store/call-detail.ts';
import type { ReadDb } from '../store/db.ts';
import { readValue } from '../store/key-values.ts';
import { findRecording } from '../store/recordings.ts';
import { findChangedItems } from '../store/review-items.ts';
import { redactRawCall } from './redact-call.ts';
import { createEventRedaction } from './redact-events.ts';
import type { Selection } from './select.ts';
import { type BundleRecording, type CallLine, writeBundle } from './write-bundle.ts';

export interface MakeOptions {
  db: ReadDb;
  paths: RecordingPaths;
  app: string;
  nowMs: number;
  by: BundleManifest['by'];
  timing(callId: string): Promise<CallTiming>;
  beep(request: BeepRequest): Promise<void>;
  signal?: AbortSignal;
}

export interface Made {
  manifest: BundleManifest;
  /** Recordings that had to stay out, by the call's own id, and why. */
  left: { callId: string; message: string }[];
}

/** Writes the bundle that a request asks for to `path`. */
export async function makeBundle(
  path: string,
  request: Pick<BundleRequest, 'withCalls' | 'withRecordings' | 'redact'>,
  selection: Selection,
  options: MakeOptions,
): Promise<Made> {
  const { db } = options;
  const left: Made['left'] = [];
  const redaction = request.redact ? prepareRedaction(request.redact, selection, db) : null;
  const groups = function* () {
    const shared = sharedGroups(selection);
    for (const events of shared) yield redaction ? redaction.events.redact(events) : events;
    for (const callId of selection.callIds) {
      options.signal?.throwIfAborted();
      for (const events of groupByItem(selection.eventsOf(callId))) {
        yield redaction ? redaction.events.redact(events) : events;
      }
    }
  };
  const lines = function* (): Generator<CallLine> {
    for (const id of selection.callIds) {
      const raw = findRawDetail(db, id);
      if (!raw) continue;
      const { json, generation, fetchedMs } = raw;
      const newId = redaction?.events.callId(id) ?? id;
      yield {
        id: newId,
        generation: generation ?? 'v1',
        fetchedMs,
        json: redaction ? redactRawCall(json, { redactor: redaction.redactor, rules: redaction.rules, newId }) : json,
      };
    }
  };
  const recordings = async function* (): AsyncGenerator<BundleRecording> {
    for (const callId of request.withRecordings ? selection.callIds : []) {
      options.signal?.throwIfAborted();
      const found = await findBundleRecording(callId, `${path}.wav`, redaction, options);
      if (found === null) continue;
      if ('message' in found) left.push({ callId, message: found.message });
      else yield { ...found, callId: redaction?.events.callId(callId) ?? callId };
    }
  };
  const by =
    options.by && redaction
      ? { ...options.by, name: options.by.name && redaction.redactor.redact(options.by.name) }
      : options.by;
  const manifest = await writeBundle(path, {
    app: options.app,
    createdMs: options.nowMs,
    by,
    calls: selection.callIds.length,
    events: groups(),
    callLines: request.withCalls ? lines() : null,
    recordings: recordings(),
    redaction: () => (redaction ? noteOf(redaction.rules, redaction.redactor) : null),
  });
  return { manifest, left };
}

interface Redaction {
  rules: RedactionRules;
  redactor: Redactor;
  events: ReturnType<typeof createEventRedaction>;
}

function prepareRedaction(rules: RedactionRules, selection: Selection, db: ReadDb): Redaction {
  const redactor = createRedactor(rules, valuesOf(rules.variables, selection.callIds, db));
  const events = createEventRedaction(redactor, {
    rules,
    workspaceId: readValue(db, 'meta', 'workspace_id') ?? '',
    calls: new Set(selection.callIds),
    shared: sharedGroups(selection),
  });
  return { rules, redactor, events };
}

function sharedGroups(selection: Selection): ReviewEvent[][] {
  return groupByItem(selection.sharedEvents());
}

function groupByItem(events: readonly ReviewEvent[]): ReviewEvent[][] {
  return [...Map.groupBy(events, ({ kind, itemId }) => `${kind} ${itemId}`).values()];
}

function* valuesOf(variables: readonly string[], callIds: readonly string[], db: ReadDb): Generator<string> {
  const wanted = new Set(variables.map((name) => name.toLowerCase()));
  if (wanted.size === 0) return;
  for (const callId of callIds) {
    for (const [name, value] of variablesOf(findCallDetail(db, callId)))
      if (wanted.has(name.toLowerCase())) yield value;
  }
}

/** A call's variables, whoever provided, extracted or collected them. */
export function variablesOf(detail: CallDetail | undefined): [string, string][] {
  if (!detail) return [];
  return [detail.varsProvided, detail.varsExtracted, detail.varsCollected].flatMap((map) => Object.entries(map ?? {}));
}

function noteOf(rules: RedactionRules, { replaced }: Redactor): RedactionNote {
  const { phones, emails, cards, audio, names, variables } = rules;
  return { phones, emails, cards, audio, names: names.length, variables: variables.length, replaced };
}

type Found = Omit<BundleRecording, 'callId'> | { message: string } | null;

/** A call's recording as it goes into the bundle; with redaction a copy at `copyPath`. Null = it is not here. */
async function findBundleRecording(
  callId: string,
  copyPath: string,
  redaction: Redaction | null,
  { db, paths, timing, beep }: MakeOptions,
): Promise<Found> {
  const row = findRecording(db, callId);
  if (row?.state !== 'ready' || !row.file) return null;
  const path = paths.originalByName(row.file);
  if (!redaction) return { path, extension: extname(row.file).slice(1), done: async () => undefined };
  const detail = findCallDetail(db, callId);
  if (detail?.transcriptKind !== 'turns' || detail.recording.durationMs === null) {
    return { message: 'Its transcript has no times, so nobody knows where in the recording the redacted words are.' };
  }
  const turns = heardTurns(callId, detail, await timing(callId), redaction.redactor, db);
  const ranges = beepRanges(turns, redaction.rules.audio, detail.recording.durationMs);
  if (ranges === null) {
    return { message: 'A turn with redacted words could not be found in the recording, so the recording stays out.' };
  }
  try {
    await beep({ filePath: path, outPath: copyPath, ranges });
  } catch (error) {
    if (error instanceof AudioError) return { message: error.message };
    throw error;
  }
  return { path: copyPath, extension: 'wav', done: () => rm(copyPath, { force: true }) };
}

/** What was said in each turn, as transcribed and as corrected, where it is heard. */
function heardTurns(
  callId: string,
  detail: CallDetail,
  timing: CallTiming,
  redactor: Redactor,
  db: ReadDb,
): BeepTurn[] {
  const corrected = Map.groupBy(
    itemsOf('correction', findChangedItems(db, callId, 0).items).flatMap(({ fields: { anchor, text } }) =>
      anchor?.on === 'turn' && text !== null ? [{ index: anchor.turn.index, text }] : [],
    ),
    ({ index }) => index,
  );
  return detail.turns.map((turn, at) => {
    const heard = timing.turns[at];
    const texts = [turn.content, ...(corrected.get(turn.index) ?? []).map(({ text }) => text)];
    return {
      startMs: heard?.startMs ?? null,
      endMs: heard?.endMs ?? null,
      readings: texts.map((text) => ({ length: text.length, spans: redactor.find(text) })),
    };
  });
}
