import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { AppEvent } from '#shared/contract/index.ts';
import { reviewKeys } from './review-keys.ts';
import { client, orpc } from './rpc.ts';

/** Whether the stream of events from the main side stands. */
export const useHostLink = create<{ state: 'connecting' | 'up' | 'down' }>(() => ({ state: 'connecting' }));

const flushMs = 300;

/** What a batch of events makes stale. Pure, so that it can be tested. */
export interface Staleness {
  lists: boolean;
  callIds: ReadonlySet<string> | 'all';
  connection: boolean;
  settings: boolean;
  /** Calls whose review work changed; null among them = the workspace's own. */
  reviewIds: ReadonlySet<string | null> | 'all';
}

export const nothingStale: Staleness = {
  lists: false,
  callIds: new Set(),
  connection: false,
  settings: false,
  reviewIds: new Set(),
};

/** Adds one event to what is stale already. */
export function addEvent(stale: Staleness, event: AppEvent): Staleness {
  switch (event.type) {
    case 'calls.changed': {
      const callIds = event.ids === null || stale.callIds === 'all' ? 'all' : new Set([...stale.callIds, ...event.ids]);
      return { ...stale, lists: true, callIds };
    }
    case 'review.changed': {
      const reviewIds =
        event.ids === null || stale.reviewIds === 'all' ? 'all' : new Set([...stale.reviewIds, ...event.ids]);
      return { ...stale, reviewIds };
    }
    case 'connection.changed':
      return { ...stale, connection: true };
    case 'settings.changed':
      return { ...stale, settings: true };
    case 'sync.changed':
      return stale;
  }
}

function applyStaleness(queries: QueryClient, stale: Staleness): void {
  if (stale.connection) {
    // Another workspace may have been opened: everything on screen may belong to the old one.
    void queries.invalidateQueries();
    // These ask for what changed since what they know, which may be another workspace's.
    void queries.resetQueries({ queryKey: reviewKeys.all });
    return;
  }
  if (stale.settings) {
    void queries.invalidateQueries({ queryKey: orpc.settings.key() });
    // The limit is part of it, and the thresholds of what was measured.
    void queries.invalidateQueries({ queryKey: orpc.recordings.cache.key() });
    void queries.invalidateQueries({ queryKey: orpc.calls.timing.key() });
  }
  if (stale.lists) {
    for (const key of [
      orpc.calls.list.key(),
      orpc.calls.facets.key(),
      orpc.calls.neighbours.key(),
      orpc.calls.unreadable.key(),
      orpc.turns.key(),
      orpc.families.key(),
      orpc.compare.key(),
      orpc.recordings.cache.key(),
      // A vote goes with either of its calls.
      orpc.votes.key(),
    ]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  }
  if (stale.reviewIds === 'all' || stale.reviewIds.size > 0) {
    for (const key of [
      orpc.queue.key(),
      orpc.calls.list.key(),
      orpc.calls.facets.key(),
      orpc.calls.neighbours.key(),
      orpc.recordings.cache.key(),
    ]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  }
  // Somebody else may sit here now, who may see more or less than is known.
  if (stale.reviewIds === 'all') void queries.resetQueries({ queryKey: reviewKeys.all });
  else for (const id of stale.reviewIds) void queries.invalidateQueries({ queryKey: reviewKeys.of(id) });
  if (stale.reviewIds === 'all' || stale.reviewIds.size > 0)
    for (const key of [
      orpc.notes.key(),
      orpc.corrections.key(),
      orpc.agreement.key(),
      orpc.votes.key(),
      orpc.compare.key(),
    ])
      void queries.invalidateQueries({ queryKey: key });
  if (stale.reviewIds === 'all' || stale.reviewIds.has(null)) {
    for (const key of [orpc.reviewer.key(), orpc.turns.key(), orpc.families.key()])
      void queries.invalidateQueries({ queryKey: key });
  }
  if (stale.reviewIds === 'all' || stale.reviewIds.size > 0) {
    void queries.invalidateQueries({ queryKey: orpc.review.contested.key() });
  }
  if (stale.callIds === 'all') {
    void queries.invalidateQueries({ queryKey: orpc.calls.get.key() });
    void queries.invalidateQueries({ queryKey: orpc.calls.timing.key() });
    return;
  }
  for (const id of stale.callIds) {
    void queries.invalidateQueries({ queryKey: orpc.calls.get.queryKey({ input: { id } }) });
    void queries.invalidateQueries({ queryKey: orpc.calls.timing.queryKey({ input: { id } }) });
  }
}

const insightsPauseMs = 2000;
let insightsTimer: ReturnType<typeof setTimeout> | null = null;

/**
 * Figures over many calls take longer than calls take to change while a sync runs. So they are asked for anew some time after
 * a change, and never while an answer is still under way: else none would ever come.
 */
function refreshInsights(queries: QueryClient, signal: AbortSignal): void {
  if (insightsTimer !== null) return;
  const due = (): void => {
    insightsTimer = null;
    if (signal.aborted) return;
    const isComputing = queries.isFetching({ queryKey: orpc.insights.key(), predicate: takesLong }) > 0;
    if (isComputing) insightsTimer = setTimeout(due, insightsPauseMs);
    else void queries.invalidateQueries({ queryKey: orpc.insights.key(), predicate: takesLong });
  };
  insightsTimer = setTimeout(due, insightsPauseMs);
}

/** How far the computing is is asked all the time; that is no answer under way. */
function takesLong({ queryKey: [path] }: { queryKey: readonly unknown[] }): boolean {
  return !(Array.isArray(path) && path.includes('progress'));
}

/** Follows the main side's events until `signal` aborts, and begins again whenever the stream breaks. */
export async function followEvents(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let stale = nothingStale;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    timer = null;
    const due = stale;
    stale = nothingStale;
    applyStaleness(queries, due);
    // Review work names kinds of turns, and is filtered by.
    if (due.lists || due.settings || due.reviewIds === 'all' || due.reviewIds.size > 0)
      refreshInsights(queries, signal);
  };
  signal.addEventListener('abort', () => timer !== null && clearTimeout(timer), { once: true });

  let attempt = 0;
  let lostOnce = false;
  while (!signal.aborted) {
    try {
      const events = await client.app.events(undefined, { signal });
      attempt = 0;
      useHostLink.setState({ state: 'up' });
      // What was said while the stream was broken is lost: ask for everything again.
      if (lostOnce) void queries.invalidateQueries();
      for await (const event of events) {
        if (event.type === 'sync.changed') {
          queries.setQueryData(orpc.sync.status.queryKey(), event.status);
          continue;
        }
        stale = addEvent(stale, event);
        timer ??= setTimeout(flush, flushMs);
      }
    } catch {
      // A broken stream is expected (the process was restarted); the state below says so.
    }
    if (signal.aborted) return;
    lostOnce = true;
    attempt += 1;
    if (attempt > 1) useHostLink.setState({ state: 'down' });
    await pause(Math.min(5000, 250 * 2 ** attempt), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
