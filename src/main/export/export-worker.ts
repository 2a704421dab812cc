import { readFile } from 'node:fs/promises';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import type { ImportOutcome } from '#shared/logic/formats/plan-import.ts';
import { type AppErrorCode, isAppError } from '#shared/model/errors.ts';
import type { ImportCounts, ImportPreview } from '#shared/model/exchange.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import type { ReadDb } from '../store/db.ts';
import { openInThread } from '../store/thread-database.ts';
import { type FilePlan, type ImportRequest, planFile } from './plan-file.ts';
import { type ExportReport, type ExportRequest, writeExport } from './write-export.ts';

/** Errors cross as data: a thread boundary keeps nothing of a thrown one but its message. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: AppErrorCode; readonly message: string };

/** A file on the disk that is to be imported. */
export type FileRequest = Omit<ImportRequest, 'bytes'> & { readonly path: string };

/** What is to be changed, call by call. */
export interface PlannedChanges {
  readonly counts: ImportCounts;
  readonly calls: readonly { readonly callId: string; readonly changes: readonly ReviewChange[] }[];
}

export const write = (request: ExportRequest): Promise<Outcome<ExportReport>> =>
  reading((db) => writeExport(db, request));

export const preview = (request: FileRequest): Promise<Outcome<ImportPreview>> =>
  reading(async (db) => previewOf(await planOf(db, request)));

export const plan = (request: FileRequest): Promise<Outcome<PlannedChanges>> =>
  reading(async (db) => {
    const planned = await planOf(db, request);
    return {
      counts: countsOf(planned),
      calls: planned.calls.map(({ callId, changes }) => ({ callId, changes })),
    };
  });

async function planOf(db: ReadDb, { path, ...request }: FileRequest): Promise<FilePlan> {
  return planFile(db, { ...request, bytes: await readFile(path) });
}

/** On a connection of its own, so that a long export keeps no page of the log from being emptied once it has ended. */
async function reading<T>(work: (db: ReadDb) => Promise<T>): Promise<Outcome<T>> {
  try {
    const db = openInThread();
    try {
      return { ok: true, value: await work(db) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof FormatError) return { ok: false, code: 'invalid-input', message: error.message };
    if (isAppError(error)) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

const FIRST_SHOWN = 200;
const TEXT_SHOWN = 300;

function previewOf(planned: FilePlan): ImportPreview {
  const { format, layers, calls, leftOut } = planned;
  const all = calls.flatMap(({ annotations }) => annotations);
  return {
    format,
    layers: [...layers],
    counts: countsOf(planned),
    first: all.slice(0, FIRST_SHOWN).map(({ outcome, read: { at, layer, text } }) => ({
      outcome,
      at,
      layer,
      text: text.slice(0, TEXT_SHOWN).toWellFormed(),
    })),
    newTags: [...new Set(calls.flatMap(({ newTags }) => newTags))],
    leftOut: [...leftOut],
  };
}

/** How many annotations come to what. */
export function countsOf({ calls }: Pick<FilePlan, 'calls'>): ImportCounts {
  const counts: Record<ImportOutcome, number> = { new: 0, same: 0, differs: 0, changed: 0, deleted: 0 };
  for (const { annotations } of calls) for (const { outcome } of annotations) counts[outcome] += 1;
  return counts;
}
