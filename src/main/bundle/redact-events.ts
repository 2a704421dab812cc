import { createHash } from 'node:crypto';
import { isPlainId, type Renaming, redactFields } from '#shared/logic/redact/fields.ts';
import type { Redactor } from '#shared/logic/redact/redactor.ts';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import type { RedactionRules } from '#shared/model/bundle.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';
import { withEventId } from '../review/event-id.ts';

/** Makes a redacted copy of review work. */
export interface EventRedaction {
  callId(callId: string): string;
  /** The events of one item, given all of them; as they were where nothing about them has to change. */
  redact(events: readonly ReviewEvent[]): ReviewEvent[];
}

/**
 * A redacted event is another event: its id is the digest of its content. So a redacted copy has ids of its own for calls, items,
 * events and commands, computed from the old ones, this workspace and the rules: the same again each time, so that importing
 * two such bundles adds up, and nobody else's, so that a copy never mixes with the original.
 * What the workspace shares (tags, scorecards, reviewers) stays itself unless a word had to go from it.
 */
export function createEventRedaction(
  redactor: Redactor,
  {
    rules,
    workspaceId,
    calls,
    shared,
  }: {
    rules: RedactionRules;
    workspaceId: string;
    calls: ReadonlySet<string>;
    /** The workspace's items of this bundle, each with all of its events. */
    shared: readonly (readonly ReviewEvent[])[];
  },
): EventRedaction {
  const salt = createHash('sha256')
    .update(canonicalJson([workspaceId, rules]))
    .digest('base64url');
  const digest = (what: string, id: string) =>
    createHash('sha256').update(`${salt} ${what} ${id}`).digest('base64url').slice(0, 27);
  const callId = (id: string) => `redacted-${digest('call', id)}`;

  const sharedIds = new Set(shared.flatMap((events) => events.map(({ itemId }) => itemId)));
  const changed = new Set<string>();
  const part = (id: string) => {
    if (calls.has(id)) return callId(id);
    return sharedIds.has(id) && !changed.has(id) ? id : digest('item', id);
  };
  // `pack/call/reviewer`, `review/criterion`: what reads such an id reads its parts.
  const item = (id: string) => (id.includes('/') ? id.split('/').map(part).join('/').slice(0, 200) : part(id));
  const renaming: Renaming = { item, call: callId };

  // Whether an item changes depends on what it refers to: until nothing changes any more.
  for (let before = -1; before !== changed.size; ) {
    before = changed.size;
    for (const events of shared) {
      const id = events[0]?.itemId;
      if (id === undefined || changed.has(id)) continue;
      const isSame = (event: ReviewEvent) =>
        isPlainId(event.itemId, redactor) &&
        isPlainId(event.author, redactor) &&
        canonicalJson(redactFields(event.kind, event.set, redactor, renaming)) === canonicalJson(event.set);
      if (!events.every(isSame)) changed.add(id);
    }
  }

  return {
    callId,
    redact: (events) => {
      const [first] = events;
      if (!first || (first.callId === null && !changed.has(first.itemId))) return [...events];
      return redactItem(
        events,
        (event, eventId) => ({
          kind: event.kind,
          itemId: scoreId(event, item),
          callId: event.callId === null ? null : callId(event.callId),
          author: isPlainId(event.author, redactor) ? event.author : digest('reviewer', event.author),
          atMs: event.atMs,
          set: redactFields(event.kind, event.set, redactor, renaming),
          over: Object.fromEntries(
            Object.entries(event.over).map(([field, ids]) => [redactor.redact(field), ids.map(eventId)]),
          ),
          command: digest('command', event.command),
          undoes: event.undoes === null ? null : digest('command', event.undoes),
        }),
        (id) => digest('event', id),
      );
    },
  };
}

/** A criterion is named within its scorecard, not an item: the last part of a score's id stays. */
function scoreId({ kind, itemId }: ReviewEvent, item: (id: string) => string): string {
  const cut = itemId.lastIndexOf('/');
  if (kind === 'score' && cut > 0) return `${item(itemId.slice(0, cut))}${itemId.slice(cut)}`;
  if (kind === 'assignment' && cut > 0) return `${item(itemId.slice(0, cut))}${itemId.slice(cut)}`;
  return item(itemId);
}

/** New ids need those of the events that are replaced; `unknown` names the ones that are not among them. */
function redactItem(
  events: readonly ReviewEvent[],
  copy: (event: ReviewEvent, eventId: (id: string) => string) => Omit<ReviewEvent, 'id'>,
  unknown: (id: string) => string,
): ReviewEvent[] {
  const waiting = new Map(events.map((event) => [event.id, event]));
  const done = new Map<string, ReviewEvent>();
  const eventId = (id: string) => done.get(id)?.id ?? unknown(id);
  // An id is a digest of what is replaced, so no event can replace itself in a circle. A stack of our own: chains are long.
  for (const event of events) {
    const stack = [event];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const missing = Object.values(top.over)
        .flat()
        .filter((id) => waiting.has(id) && !done.has(id));
      const next = missing.map((id) => waiting.get(id)).find((one) => one !== undefined && !stack.includes(one));
      if (next) {
        stack.push(next);
        continue;
      }
      if (!done.has(top.id)) done.set(top.id, withEventId(copy(top, eventId)));
      stack.pop();
    }
  }
  return events.flatMap(({ id }) => done.get(id) ?? []);
}
