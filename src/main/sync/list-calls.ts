import { createHash } from 'node:crypto';
import { AppError } from '#shared/model/errors.ts';
import type { SyncFilter } from '#shared/model/settings.ts';
import type { ReadDb } from '../store/db.ts';
import { readValue } from '../store/key-values.ts';
import type { VoicyClient } from '../voicy/types.ts';
import type { Writer } from '../writer/writer.ts';
import { mayStopListing } from './plan.ts';
import type { ReceivedPage, StoreContext, StoredPage } from './records.ts';

const PAGE_SIZE = 500;
const SMALLEST_PAGE = 25;

/** Pages without end: nothing that this list named can be trusted to exist. */
export class EndlessListError extends AppError {
  constructor() {
    super(
      'damaged',
      'The vendor sends pages of calls without end; the list could not be read to its end. Sync again later.',
    );
  }
}

export interface ListReport {
  listed: number;
  newCalls: number;
  changedCalls: number;
  unreadable: number;
  /** Whether it was read from its beginning to its end; an automatic sync may stop where nothing can have changed. */
  whole: boolean;
  /** The calls it named. */
  ids: ReadonlySet<string>;
}

export interface ListContext {
  db: ReadDb;
  writer: Writer;
  client: VoicyClient;
  context: () => StoreContext;
  /** When the whole list was last read, Unix ms, if this one may stop early; null reads it to its end. */
  mayStop: { lastFullListMs: number | null } | null;
  signal: AbortSignal;
  /** After each page has been committed. */
  onPage: (report: ListReport, stored: StoredPage) => void;
}

/** Where an interrupted listing stood: the last call committed, how many had been listed up to it, and under which filter. */
interface Resume {
  afterId: string;
  listed: number;
  filterKey: string;
}

/**
 * Reads the list newest first, a page a transaction together with its place. A listing that was cut short goes on where it
 * stood once the calls that are new since then have been read; what was passed over so is read last, since it may have
 * changed, unless this listing may stop early. Throws what the client and the writer throw, and `damaged` when the list does
 * not come to an end.
 */
export async function listAllCalls(options: ListContext): Promise<ListReport> {
  const { db, client, writer, signal } = options;
  const { filter } = options.context();
  const filterKey = keyOf(filter);
  const resume = readResume(db, filterKey);
  const seen = new Set<string>();
  const report: ListReport = { listed: 0, newCalls: 0, changedCalls: 0, unreadable: 0, whole: true, ids: seen };
  let limit = PAGE_SIZE;
  let afterId: string | undefined;
  let jumpedTo: string | null = null;
  let passedOver: { afterId: string; listed: number } | null = null;
  let isLookingBack = false;
  let rows = 0;
  let firstTotal: number | null = null;
  for (;;) {
    let page: ReceivedPage;
    const context = options.context();
    try {
      page = await client.readPage(
        { ...queryOf(filter), limit, ...(afterId === undefined ? {} : { afterId }) },
        (answer) => writer.run('receivePage', answer, { listedBefore: report.listed, filterKey }, context),
        signal,
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'damaged' && limit > SMALLEST_PAGE) {
        limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 2));
        continue;
      }
      if (error instanceof AppError && error.code === 'invalid-input' && jumpedTo !== null && afterId === jumpedTo) {
        // The call that the interrupted listing stood at is gone upstream: read everything instead.
        await writer.run('writeValue', 'sync_state', 'list_resume', null);
        afterId = [...seen].at(-1);
        jumpedTo = null;
        report.listed -= passedOver?.listed ?? 0;
        report.whole = true;
        passedOver = null;
        continue;
      }
      throw error;
    }
    const fresh = countFresh(page.ids, seen);
    report.listed += page.listed;
    report.newCalls += page.newIds.length;
    report.changedCalls += page.changedIds.length;
    report.unreadable += page.unreadable;
    options.onPage(report, page);
    if (page.isLast || page.lastId === null || (isLookingBack && hasCaughtUp(page, fresh, resume))) {
      if (passedOver === null || options.mayStop) break;
      ({ afterId } = passedOver);
      report.listed -= passedOver.listed;
      report.whole = true;
      passedOver = null;
      isLookingBack = true;
      continue;
    }
    rows += page.received;
    firstTotal ??= page.totalCount;
    // A list grows while it is read, but not to twice what it was said to be.
    const tooMany = firstTotal !== null && rows > 2 * (firstTotal + PAGE_SIZE);
    if (fresh === 0 || tooMany) throw new EndlessListError();
    const allSame = page.touched.length === 0 && page.unreadable === 0;
    if (
      options.mayStop &&
      !resume &&
      mayStopListing({ allSame, oldestStartMs: page.oldestStartMs, ...options.mayStop, nowMs: context.nowMs })
    ) {
      report.whole = false;
      break;
    }
    afterId = page.lastId ?? undefined;
    if (resume && jumpedTo === null && page.known === page.listed && page.unreadable === 0) {
      jumpedTo = resume.afterId;
      if (!seen.has(resume.afterId)) {
        const listed = Math.max(0, resume.listed - (report.listed - report.newCalls));
        passedOver = { afterId: page.lastId, listed };
        report.whole = false;
        report.listed += listed;
        afterId = resume.afterId;
      }
    }
  }
  if (readValue(db, 'sync_state', 'list_resume') !== undefined)
    await writer.run('writeValue', 'sync_state', 'list_resume', null);
  return report;
}

/** Looking back at what was passed over, a page has come to what was read after the jump. */
function hasCaughtUp({ ids, received }: ReceivedPage, fresh: number, resume: Resume | null): boolean {
  return fresh < received || ids.includes(resume?.afterId ?? null);
}

/** How many rows of a page had not come before in this listing; rows without an id count, since nobody can tell. */
function countFresh(ids: readonly (string | null)[], seen: Set<string>): number {
  let fresh = 0;
  for (const id of ids) {
    if (id === null || !seen.has(id)) fresh += 1;
    if (id !== null) seen.add(id);
  }
  return fresh;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The part of a workspace's filter that the vendor can apply; the rest is applied to what it sends. */
function queryOf(filter: SyncFilter) {
  const agentIds = filter.agents.every((key) => uuid.test(key)) ? filter.agents : [];
  return {
    ...(agentIds.length > 0 ? { agentIds } : {}),
    ...(filter.fromMs === null ? {} : { fromMs: filter.fromMs }),
    ...(filter.toMs === null ? {} : { toMs: filter.toMs }),
    ...(filter.includeTestCalls ? { includeTestCalls: true } : {}),
  };
}

function keyOf(filter: SyncFilter): string {
  return createHash('sha1').update(JSON.stringify(filter)).digest('base64url');
}

function readResume(db: ReadDb, filterKey: string): Resume | null {
  const text = readValue(db, 'sync_state', 'list_resume');
  if (text === undefined) return null;
  const resume = JSON.parse(text) as Resume;
  return resume.filterKey === filterKey ? resume : null;
}
