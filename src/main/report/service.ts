import { readFile, writeFile } from 'node:fs/promises';
import { decodePeaksHeader, findPeaksLevel, PeaksFormatError, readPeaksLevel } from '#shared/logic/peaks-format.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { Handouts } from '../handouts/handouts.ts';
import type { Clock } from '../ports.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import type { Review } from '../review/service.ts';
import { findCallDetail } from '../store/call-detail.ts';
import type { ReadDb } from '../store/db.ts';
import { assembleReport } from './assemble.ts';
import { reportPage } from './report-page.ts';
import type { ReportPeaks } from './types.ts';

export interface ReportsOptions {
  db: ReadDb;
  paths: RecordingPaths;
  timing: (callId: string) => Promise<CallTiming>;
  review: Pick<Review, 'of' | 'reviewer'>;
  settings: () => Settings;
  handouts: Handouts;
  clock: Pick<Clock, 'now'>;
  /** Absent where the host cannot print to a file. */
  printPdf?: (html: string) => Promise<Uint8Array>;
}

/** Call reports: one call with its review work on paper. */
export interface Reports {
  /** Makes a report and keeps it for the reader to fetch. Rejects with `not-found`, and `unsupported` for a PDF that this host cannot make. */
  make(callId: string, format: 'html' | 'pdf'): Promise<{ token: string; fileName: string }>;
}

export function createReports(options: ReportsOptions): Reports {
  const { db, review, clock } = options;
  const page = async (callId: string): Promise<string> => {
    const call = findCallDetail(db, callId);
    if (!call) throw new AppError('not-found', 'This call is not in the workspace; sync, then look again.');
    const [timing, own, shared, reviewer] = await Promise.all([
      options.timing(callId),
      review.of(callId, 0),
      review.of(null, 0),
      review.reviewer(),
    ]);
    return reportPage(
      assembleReport({
        call,
        timing,
        peaks: call.recording.peaks === 'ready' ? await readPeaks(options.paths.peaks(callId)) : null,
        items: own.items,
        shared: shared.items,
        reviewer,
        settings: options.settings(),
        nowMs: clock.now(),
      }),
    );
  };
  return {
    make: async (callId, format) => {
      const { printPdf } = options;
      if (format === 'pdf' && !printPdf) {
        throw new AppError(
          'unsupported',
          'PDF files are made by the desktop app: save the page and print it from the browser.',
        );
      }
      const html = await page(callId);
      const content = format === 'pdf' && printPdf ? await printPdf(html) : html;
      const day = new Date(findCallDetail(db, callId)?.row.startMs ?? clock.now()).toISOString().slice(0, 10);
      const fileName = `call-report-${day}.${format}`;
      const contentType = format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8';
      const { token } = await options.handouts.make({ fileName, contentType }, (path) =>
        writeFile(path, content, { mode: 0o600 }),
      );
      return { token, fileName };
    },
  };
}

/** The level a page can show; null where the file is gone or damaged: the report says that there is no waveform. */
async function readPeaks(path: string): Promise<ReportPeaks | null> {
  try {
    const bytes = await readFile(path);
    const header = decodePeaksHeader(bytes);
    const level = findPeaksLevel(header, 'minmax', 250);
    if (!level) return null;
    return {
      channels: header.channels,
      durationMs: header.durationMs,
      hopMs: level.hopMs,
      values: readPeaksLevel(bytes, level),
    };
  } catch (error) {
    if (error instanceof PeaksFormatError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
