import { readItem } from '#shared/logic/review/read-item.ts';
import type { Draft } from '#shared/model/review/draft.ts';
import type { ReviewChange, ReviewEvent, ReviewItem } from '#shared/model/review/event.ts';
import type { CallReview } from '#shared/model/review/view.ts';
import type { Clock } from '../ports.ts';
import type { ReadDb } from '../store/db.ts';
import { findDrafts } from '../store/drafts.ts';
import { readValue } from '../store/key-values.ts';
import type { ReaderPool } from '../store/reader-pool.ts';
import { findContestedItems, findItem } from '../store/review-items.ts';
import { maySeeItem } from '../store/sight.ts';
import type { Writer } from '../writer/writer.ts';
import type { Imported, Undone } from './records.ts';

export interface ReviewOptions {
  db: ReadDb;
  writer: Writer;
  readers: Pick<ReaderPool, 'review'>;
  clock: Pick<Clock, 'now'>;
  newId: () => string;
  /** Tells that review work on these calls changed; null among them = the workspace's own, null = any. */
  onChanged: (callIds: readonly (string | null)[] | null) => void;
}

/** Who sits here. `name` is null until they said it. */
export interface Reviewer {
  id: string;
  name: string | null;
}

/** The review work of one workspace. `callId` null = what belongs to the workspace: tags, scorecards, packs, reviewers. */
export interface Review {
  /** What changed after `since`; 0 = all. */
  of(callId: string | null, since: number): Promise<CallReview>;
  /** Makes changes as one command, which is undone as one. Rejects with `invalid-input`, `conflict`, `not-found`. */
  apply(callId: string | null, changes: readonly ReviewChange[]): Promise<ReviewItem[]>;
  /** The same for changes of several calls: undone as one from each of them. */
  applyAcross(changes: readonly ReviewChange[]): Promise<ReviewItem[]>;
  /** Makes changes of several calls that nobody's undo takes back: who reviews what, and when it began. */
  record(changes: readonly ReviewChange[]): Promise<ReviewItem[]>;
  undo(callId: string | null): Promise<Undone | null>;
  redo(callId: string | null): Promise<Undone | null>;
  /** Keeps what is being typed; null forgets it. */
  saveDraft(key: string, callId: string | null, text: string | null): Promise<void>;
  drafts(callId: string | null): Draft[];
  /** Items on which their authors disagree. */
  contested(): ReviewItem[];
  /** Adds genuine events of another seat to the log. */
  importEvents(events: readonly ReviewEvent[]): Promise<Imported>;
  /** Who sits here; made up when nobody has reviewed anything yet. */
  reviewer(): Promise<Reviewer>;
  /** Says what the reviewer who sits here is called. */
  nameReviewer(name: string): Promise<Reviewer>;
  /** Says that another reviewer, known already, sits here now. */
  chooseReviewer(id: string): Promise<Reviewer>;
}

const REVIEWER = 'reviewer_id';

/** The service of review work: reads from the log's items, writes events through the writing thread. */
export function createReview({ db, writer, readers, clock, newId, onChanged }: ReviewOptions): Review {
  let known: Promise<string> | null = null;
  /** Whoever is first to do something here becomes this workspace's reviewer. */
  const reviewerId = (): Promise<string> => {
    const id = readValue(db, 'meta', REVIEWER);
    if (id !== undefined) return Promise.resolve(id);
    known ??= (async () => {
      const made = newId();
      await writer.run('writeValue', 'meta', REVIEWER, made);
      return made;
    })().finally(() => {
      known = null;
    });
    return known;
  };
  const describe = (id: string): Reviewer => {
    const item = findItem(db, 'reviewer', id);
    return { id, name: item ? readItem('reviewer', item).fields.name : null };
  };
  const doing = async () => ({ author: await reviewerId(), nowMs: clock.now(), command: newId() });
  const takeBack = async (callId: string | null, direction: 'undo' | 'redo'): Promise<Undone | null> => {
    const undone = await writer.run('undoCommand', await doing(), callId, direction);
    // A command may have been about several calls.
    if (undone) onChanged([...new Set([callId, ...touchedBy(undone.items)])]);
    return undone;
  };
  const applyAcross = async (changes: readonly ReviewChange[]): Promise<ReviewItem[]> => {
    const items = await writer.run('applyChanges', await doing(), changes);
    onChanged(touchedBy(items));
    return items;
  };
  const apply = (callId: string | null, changes: readonly ReviewChange[]): Promise<ReviewItem[]> =>
    applyAcross(changes.map((change) => ({ ...change, callId })));
  return {
    of: async (callId, since) => readers.review({ callId, since, author: readValue(db, 'meta', REVIEWER) ?? '' }),
    apply,
    applyAcross,
    record: async (changes) => {
      const items = await writer.run('recordChanges', await doing(), changes);
      onChanged(touchedBy(items));
      return items;
    },
    undo: (callId) => takeBack(callId, 'undo'),
    redo: (callId) => takeBack(callId, 'redo'),
    saveDraft: async (key, callId, text) => writer.run('saveDraft', await reviewerId(), key, callId, text, clock.now()),
    drafts: (callId) => findDrafts(db, readValue(db, 'meta', REVIEWER) ?? '', callId),
    contested: () => {
      const author = readValue(db, 'meta', REVIEWER) ?? '';
      return findContestedItems(db).filter((item) => maySeeItem(db, item, author));
    },
    importEvents: async (events) => {
      const imported = await writer.run('importEvents', events);
      // A pack among them changes what may be seen on its calls.
      onChanged(imported.items.some(({ kind }) => kind === 'pack') ? null : imported.items.map(({ callId }) => callId));
      return imported;
    },
    reviewer: async () => describe(await reviewerId()),
    nameReviewer: async (name) => {
      const id = await reviewerId();
      const seen = findItem(db, 'reviewer', id)?.heads ?? {};
      await apply(null, [{ kind: 'reviewer', itemId: id, callId: null, set: { name }, seen }]);
      return describe(id);
    },
    chooseReviewer: async (id) => {
      await writer.run('writeValue', 'meta', REVIEWER, id);
      await writer.run('refreshSights');
      onChanged(null);
      return describe(id);
    },
  };
}

/** The calls on which items show; of a pack also its calls, since it says what may be seen there. */
function touchedBy(items: readonly ReviewItem[]): (string | null)[] {
  const packed = items.flatMap((item) => (item.kind === 'pack' ? (readItem('pack', item).fields.callIds ?? []) : []));
  return [...new Set([...items.map(({ callId }) => callId), ...packed])];
}
