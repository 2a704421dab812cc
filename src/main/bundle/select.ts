import { setImmediate as breathe } from 'node:timers/promises';
import type { BundleRequest } from '#shared/model/bundle.ts';
import type { ReviewEvent, ReviewKind } from '#shared/model/review/event.ts';
import { findAgents } from '../store/call-facts.ts';
import type { ReadDb } from '../store/db.ts';
import { findCallIds } from '../store/export.ts';
import { eachEvent, findEventsOfItem } from '../store/review-events.ts';
import { findItem, findItemsOfKind } from '../store/review-items.ts';
import { familyKinds } from '../store/turn-index/placed.ts';

/** What goes into a bundle. */
export interface Selection {
  callIds: string[];
  /** A call's events, those of an item together. */
  eventsOf(callId: string): ReviewEvent[];
  /** Events of the workspace's items that the calls' events refer to, directly or not; those of an item together. */
  sharedEvents(): ReviewEvent[];
  events: number;
}

type Reference = readonly [ReviewKind, string];

/**
 * Finds what a request names. `reviewer` is who sits here: with `work: 'own'` only what they did goes along, with `none` only
 * what the packs assign. Takes its time in small pieces.
 */
export async function selectForBundle(
  db: ReadDb,
  { callIds, filter, packIds, work, redact }: Pick<BundleRequest, 'callIds' | 'filter' | 'packIds' | 'work' | 'redact'>,
  reviewer: string | null,
): Promise<Selection> {
  const chosen = new Set([...callIds, ...(filter ? findCallIds(db, { filter }) : [])]);
  const shared = new Map<string, Reference>();
  const refer = ([kind, id]: Reference) => shared.set(`${kind} ${id}`, [kind, id]);
  for (const packId of packIds) {
    refer(['pack', packId]);
    const named = findItem(db, 'pack', packId)?.fields.callIds;
    if (Array.isArray(named)) for (const id of named) if (typeof id === 'string') chosen.add(id);
  }
  const goes = (event: ReviewEvent): boolean =>
    work === 'all' || isAssignedBy(event, packIds) || (work === 'own' && event.author === reviewer);
  const eventsOf = (callId: string) => byItem([...eachEvent(db, [callId])].filter(goes));

  let events = 0;
  for (const callId of chosen) {
    for (const event of eventsOf(callId)) {
      events += 1;
      for (const reference of referencesOf(event)) refer(reference);
    }
    await breathe();
  }
  // The other side indexes these turns itself; a redacted copy has other words, of which other families are made.
  if (work !== 'none' && redact === null) {
    for (const reference of familiesOf(db, chosen, work === 'own' ? reviewer : null)) refer(reference);
  }
  const sharedEvents = () => [...shared.values()].flatMap(([kind, id]) => findEventsOfItem(db, kind, id));
  // What is referred to refers to more: a pack to a version, a version to its scorecard.
  for (let before = -1; before !== shared.size; ) {
    before = shared.size;
    for (const event of sharedEvents()) for (const reference of referencesOf(event)) refer(reference);
  }
  return { callIds: [...chosen], eventsOf, sharedEvents, events: events + sharedEvents().length };
}

/** What was said of the families of these calls' agents: names, merges, moved wordings; `by` = only what that reviewer had a hand in. */
function familiesOf(db: ReadDb, callIds: ReadonlySet<string>, by: string | null): Reference[] {
  const agents = findAgents(db, callIds);
  return [...familyKinds].flatMap((kind) =>
    findItemsOfKind(db, kind).flatMap(({ id, fields }): Reference[] => {
      const isTheirs = typeof fields.agent === 'string' && agents.has(fields.agent);
      const isWanted = by === null || findEventsOfItem(db, kind, id).some(({ author }) => author === by);
      return isTheirs && isWanted ? [[kind, id]] : [];
    }),
  );
}

/** An assignment belongs to its pack by its id. */
function isAssignedBy({ kind, itemId }: ReviewEvent, packIds: readonly string[]): boolean {
  return kind === 'assignment' && packIds.some((packId) => itemId.startsWith(`${packId}/`));
}

const fieldKinds: Readonly<Record<string, ReviewKind>> = {
  tags: 'tag',
  versionId: 'scorecard-version',
  scorecardId: 'scorecard',
  packId: 'pack',
  reviewer: 'reviewer',
  reviewers: 'reviewer',
  answeredBy: 'reviewer',
};

/** The workspace's items that an event names. */
function* referencesOf({ author, set }: ReviewEvent): Generator<Reference> {
  yield ['reviewer', author];
  for (const [field, kind] of Object.entries(fieldKinds)) {
    const value = Object.hasOwn(set, field) ? set[field] : null;
    for (const id of Array.isArray(value) ? value : [value]) if (typeof id === 'string') yield [kind, id];
  }
}

/** The events of an item one after the other, items in the order in which they came. */
function byItem(events: readonly ReviewEvent[]): ReviewEvent[] {
  return [...Map.groupBy(events, ({ kind, itemId }) => `${kind} ${itemId}`).values()].flat();
}
