import { AppError } from '#shared/model/errors.ts';
import { saveListed, saveUnreadable } from '../store/calls.ts';
import { inTransaction, type WriteDb } from '../store/db.ts';
import { readValue, writeValue } from '../store/key-values.ts';
import type { ListPage, VoicyClient } from '../voicy/types.ts';

const PAGE_SIZE = 500;
const SMALLEST_PAGE = 25;

export interface ListReport {
  listed: number;
  newIds: string[];
  changedIds: string[];
  unreadable: number;
}

export interface ListContext {
  db: WriteDb;
  client: VoicyClient;
  nowMs: () => number;
  signal: AbortSignal;
  /** After each page has been committed. */
  onPage: (report: ListReport, touched: string[]) => void;
}

/** Where an interrupted listing stood: the last call committed, and how many had been listed up to it. */
interface Resume {
  afterId: string;
  listed: number;
}

/**
 * Reads the whole list, newest first, a page a transaction together with its place. A listing that was cut short goes on
 * where it stood once the calls that are new since then have been read. Throws what the client throws, and `damaged` when
 * the list does not come to an end.
 */
export async function listAllCalls(context: ListContext): Promise<ListReport> {
  const { db, client } = context;
  const resume = readResume(db);
  const report: ListReport = { listed: 0, newIds: [], changedIds: [], unreadable: 0 };
  const seen = new Set<string>();
  let limit = PAGE_SIZE;
  let afterId: string | undefined;
  let jumpedTo: string | null = null;
  for (;;) {
    let page: ListPage;
    try {
      page = await client.listCalls(afterId === undefined ? { limit } : { limit, afterId }, context.signal);
    } catch (error) {
      if (error instanceof AppError && error.code === 'damaged' && limit > SMALLEST_PAGE) {
        limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 2));
        continue;
      }
      if (error instanceof AppError && error.code === 'invalid-input' && jumpedTo !== null && afterId === jumpedTo) {
        // The call that the interrupted listing stood at is gone upstream: read everything instead.
        writeResume(db, null);
        afterId = [...seen].at(-1);
        jumpedTo = null;
        continue;
      }
      throw error;
    }
    const { touched, fresh, known } = commitPage(page, seen, report, context);
    context.onPage(report, touched);
    const end = page.isLast || page.lastId === null;
    if (end) break;
    if (fresh === 0) {
      throw new AppError(
        'damaged',
        'The vendor sends the same page of calls again and again; the list could not be read to its end. Sync again later.',
      );
    }
    afterId = page.lastId ?? undefined;
    if (resume && jumpedTo === null && known === page.received) {
      jumpedTo = resume.afterId;
      if (!seen.has(resume.afterId)) {
        afterId = resume.afterId;
        report.listed += Math.max(0, resume.listed - (report.listed - report.newIds.length));
      }
    }
  }
  writeResume(db, null);
  return report;
}

function commitPage(
  page: ListPage,
  seen: Set<string>,
  report: ListReport,
  { db, nowMs }: ListContext,
): { touched: string[]; fresh: number; known: number } {
  const now = nowMs();
  const touched: string[] = [];
  let fresh = 0;
  let known = 0;
  inTransaction(db, () => {
    writeValue(db, 'meta', 'generation', page.generation);
    for (const item of page.items) {
      const id = item.kind === 'call' ? item.summary.id : item.id;
      if (id === null || !seen.has(id)) fresh += 1;
      if (id !== null) seen.add(id);
      if (item.kind === 'unreadable') {
        report.unreadable += 1;
        saveUnreadable(db, id ?? `row ${report.listed + touched.length + 1}`, item.reason, item.rawJson, now);
        continue;
      }
      report.listed += 1;
      const outcome = saveListed(db, item.summary, item.rawJson, now);
      if (outcome !== 'new') known += 1;
      if (outcome === 'same') continue;
      touched.push(item.summary.id);
      (outcome === 'new' ? report.newIds : report.changedIds).push(item.summary.id);
    }
    if (!page.isLast && page.lastId !== null && touched.length > 0) {
      writeResume(db, { afterId: page.lastId, listed: report.listed });
    }
  });
  return { touched, fresh, known };
}

function readResume(db: WriteDb): Resume | null {
  const text = readValue(db, 'sync_state', 'list_resume');
  return text ? (JSON.parse(text) as Resume) : null;
}

function writeResume(db: WriteDb, resume: Resume | null): void {
  writeValue(db, 'sync_state', 'list_resume', resume ? JSON.stringify(resume) : null);
}
