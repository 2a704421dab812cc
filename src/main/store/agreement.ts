import { type CallWork, gatherReviews, type Scope } from '#shared/logic/agreement/gather.ts';
import { calibrationReport } from '#shared/logic/agreement/report.ts';
import { surveySources } from '#shared/logic/agreement/sources.ts';
import { itemsOf, readItem } from '#shared/logic/review/read-item.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type {
  CalibrationAnswer,
  CalibrationQuestion,
  CalibrationReport,
  CalibrationSources,
} from '#shared/model/review/agreement.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import type { ItemFields } from '#shared/model/review/items.ts';
import { whereClause } from './call-list.ts';
import { type ReadDb, sql } from './db.ts';
import { findChangedItems, findItem, findItemsOfKind } from './review-items.ts';

/** A report, or why there is none. */
export type CalibrationOutcome =
  | { answer: CalibrationAnswer; problem: null }
  | { answer: null; problem: 'no-pack' | 'no-version' | 'closed' };

/** What agreement can be computed of, as far as `reader` may know. Walks all reviews: for the reading thread. */
export function readCalibrationSources(db: ReadDb, reader: string): CalibrationSources {
  return surveySources(
    itemsOf('pack', findItemsOfKind(db, 'pack')),
    itemsOf('review', findItemsOfKind(db, 'review')),
    reader,
  );
}

/** A calibration report as `reader` may see it. Walks the review work of all calls concerned: for the reading thread. */
export function readCalibration(
  db: ReadDb,
  { question: { of, reference }, reader }: { question: CalibrationQuestion; reader: string },
): CalibrationOutcome {
  const packs = itemsOf('pack', findItemsOfKind(db, 'pack'));
  const pack = of.what === 'pack' ? packs.find(({ id }) => id === of.packId) : undefined;
  if (of.what === 'pack' && pack === undefined) return { answer: null, problem: 'no-pack' };
  const versionId = of.what === 'pack' ? (pack?.fields.versionId ?? null) : of.versionId;
  const card = versionId === null ? null : (readVersion(db, versionId)?.definition ?? null);
  if (versionId === null || card === null) return { answer: null, problem: 'no-version' };
  if (pack !== undefined) {
    const known = surveySources([pack], itemsOf('review', reviewsOf(db, pack.fields.callIds ?? [])), reader).packs;
    if (known.some(({ open }) => !open)) return { answer: null, problem: 'closed' };
  }
  const scope: Scope =
    of.what === 'pack'
      ? { versionId, packId: of.packId, fromMs: null, toMs: null }
      : { versionId, packId: null, fromMs: of.fromMs, toMs: of.toMs };
  const callIds =
    of.what === 'pack' ? [...new Set(pack?.fields.callIds ?? [])] : reviewedCallIds(db, versionId, of.filter);
  const { reviews, earlier, marks, hiddenCalls, otherVersion } = gatherReviews(eachCall(db, callIds), {
    card,
    packs,
    scope,
    reader,
  });
  const report = calibrationReport({ card, reviews, earlier, marks, reference });
  return {
    answer: { report, versionId, card, hiddenCalls, otherVersion, calls: namedCalls(db, report) },
    problem: null,
  };
}

function readVersion(db: ReadDb, versionId: string): ItemFields<'scorecard-version'> | null {
  const item = findItem(db, 'scorecard-version', versionId);
  return item === undefined ? null : readItem('scorecard-version', item).fields;
}

function* eachCall(db: ReadDb, callIds: readonly string[]): Generator<CallWork> {
  for (const callId of callIds) yield { callId, items: findChangedItems(db, callId, 0).items };
}

function reviewsOf(db: ReadDb, callIds: readonly string[]): ReviewItem[] {
  const kind: ReviewKind = 'review';
  return callIds.flatMap((callId) => findChangedItems(db, callId, 0).items.filter((item) => item.kind === kind));
}

/** Calls that were reviewed with a version and that a filter lets through; without a filter also those that are not here. */
function reviewedCallIds(db: ReadDb, versionId: string, filter: CallFilter): string[] {
  const { where, values } = whereClause(filter);
  const here = where === '' ? '' : `AND call_id IN (SELECT id FROM calls ${where})`;
  return sql<string>(
    db,
    `SELECT DISTINCT call_id FROM review_items
     WHERE kind = 'review' AND deleted = 0 AND call_id IS NOT NULL AND json_extract(json, '$.fields.versionId') = ? ${here}
     ORDER BY call_id`,
  )
    .pluck()
    .all(versionId, ...values) as string[];
}

interface CallName {
  id: string;
  agentName: string | null;
  startMs: number | null;
}

function namedCalls(db: ReadDb, { calls, disagreements, drift }: CalibrationReport): CallName[] {
  const named = [calls, disagreements, ...drift.map(({ repeats }) => repeats)];
  const ids = new Set(named.flatMap((list) => list.map(({ callId }) => callId)));
  const one = sql<CallName>(db, 'SELECT id, agent_name AS agentName, start_ms AS startMs FROM calls WHERE id = ?');
  return [...ids].sort().flatMap((id) => one.get(id) ?? []);
}
