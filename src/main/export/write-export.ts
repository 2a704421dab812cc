import { existsSync, statSync } from 'node:fs';
import { setImmediate as nextTick } from 'node:timers/promises';
import { writeAudacity } from '#shared/logic/formats/audacity.ts';
import { csvHead, csvLines, csvTables } from '#shared/logic/formats/csv.ts';
import { writeEaf } from '#shared/logic/formats/eaf.ts';
import { formatFacts } from '#shared/logic/formats/formats.ts';
import { writeJsonLd } from '#shared/logic/formats/json-ld.ts';
import { writeRttm } from '#shared/logic/formats/rttm.ts';
import { writeSrt } from '#shared/logic/formats/srt.ts';
import { writeTextGrid } from '#shared/logic/formats/textgrid.ts';
import { writeVtt } from '#shared/logic/formats/vtt.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ExportFormat } from '#shared/model/exchange-formats.ts';
import type { ExchangeCall } from '#shared/model/review/exchange.ts';
import type { ReadDb } from '../store/db.ts';
import { type CallSelection, findCallIds } from '../store/export.ts';
import { type Assembler, createAssembler } from './assemble.ts';
import { callLine } from './jsonl.ts';
import { fileNamer, fileOutput, folderOutput, type Output, zipOutput } from './outputs.ts';

export interface ExportRequest extends CallSelection {
  readonly format: ExportFormat;
  /** A file; for several files a folder (new or empty), or a file that ends in `.zip`. */
  readonly out: string;
  /** What `out` becomes, where its name does not say it. */
  readonly as?: 'file' | 'zip';
  /** When it is written, Unix ms. */
  readonly nowMs: number;
}

export interface ExportReport {
  /** Calls that were written. */
  readonly calls: number;
  readonly files: number;
  /** Calls that have nothing which this format could hold. */
  readonly empty: number;
}

/**
 * Writes calls to a file, folder or zip, one after the other: one call at a time is in memory, and the thread is free between
 * two of them.
 *
 * @throws AppError `not-found` when none of the calls is here, `conflict` for a folder with something in it; what writing throws.
 */
export async function writeExport(db: ReadDb, request: ExportRequest, signal?: AbortSignal): Promise<ExportReport> {
  const ids = findCallIds(db, request);
  if (request.callIds !== undefined && ids.length === 0) {
    throw new AppError('not-found', 'These calls are not in the workspace; sync, then export again.');
  }
  const job: Job = { db, request, ids, assembler: createAssembler(db), signal };
  const { files } = formatFacts[request.format];
  const output = await outputFor(request, ids.length);
  try {
    const report = await writers[files](job, output);
    await output.finish();
    return report;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function outputFor({ format, out, as }: ExportRequest, calls: number): Promise<Output> {
  const { files } = formatFacts[format];
  if (as !== undefined) return as === 'zip' ? zipOutput(out) : fileOutput(out);
  if (files === 'one') return fileOutput(out);
  if (/\.zip$/i.test(out)) return zipOutput(out);
  const isFolder = existsSync(out) && statSync(out).isDirectory();
  return files === 'per-call' && calls === 1 && !isFolder ? fileOutput(out) : folderOutput(out);
}

interface Job {
  readonly db: ReadDb;
  readonly request: ExportRequest;
  readonly ids: readonly string[];
  readonly assembler: Assembler;
  readonly signal: AbortSignal | undefined;
}

type Write = (job: Job, output: Output) => Promise<ExportReport>;

const writers: Readonly<Record<(typeof formatFacts)[ExportFormat]['files'], Write>> = {
  one: async (job, output) => {
    let calls = 0;
    await output.begin('');
    for await (const call of eachCall(job)) {
      const line = callLine(job.db, call);
      if (line === undefined) continue;
      calls += 1;
      await output.write(line);
    }
    return { calls, files: 1, empty: 0 };
  },
  tables: async (job, output) => {
    let calls = 0;
    for (const table of csvTables) {
      await output.begin(`${table}.csv`);
      await output.write(csvHead(table));
      calls = 0;
      for await (const call of eachCall(job)) {
        calls += 1;
        await output.write(csvLines(table, call));
      }
    }
    return { calls, files: csvTables.length, empty: 0 };
  },
  'per-call': async (job, output) => {
    const { format, nowMs } = job.request;
    const nameOf = fileNamer(formatFacts[format].extension);
    let [calls, empty] = [0, 0];
    for await (const call of eachCall(job)) {
      const text = callFile(format, call, nowMs);
      if (text === null) {
        empty += 1;
        continue;
      }
      calls += 1;
      await output.begin(nameOf(call.row.id));
      await output.write(text.toWellFormed());
    }
    if (calls === 0 && empty > 0) throw new AppError('unsupported', nothingWords(format));
    return { calls, files: calls, empty };
  },
};

function nothingWords(format: ExportFormat): string {
  return format === 'rttm'
    ? 'No speech has been measured in these calls yet; fetch their recordings, then export again.'
    : 'These calls have neither a recording nor anything with a time; there is nothing to write.';
}

/** The file of one call; null when the format can hold nothing of it. */
function callFile(format: ExportFormat, call: ExchangeCall, nowMs: number): string | null {
  switch (format) {
    case 'jsonld':
      return writeJsonLd(call);
    case 'vtt':
      return writeVtt(call);
    case 'srt':
      return writeSrt(call);
    case 'textgrid':
      return writeTextGrid(call);
    case 'eaf':
      return writeEaf(call, { nowMs });
    case 'audacity':
      return writeAudacity(call);
    case 'rttm':
      return writeRttm(call);
    case 'jsonl':
    case 'csv':
      throw new Error(`${format} has no file for each call`);
  }
}

async function* eachCall({ ids, assembler, signal }: Job): AsyncGenerator<ExchangeCall, void> {
  for (const id of ids) {
    signal?.throwIfAborted();
    const call = assembler.call(id);
    if (call !== undefined) yield call;
    await nextTick();
  }
}
