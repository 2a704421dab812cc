import type { AppEvent } from '#shared/contract/index.ts';

/** Changes within this long are announced together, ms. */
const COALESCE_MS = 100;
const NAMED_IDS = 500;

/** Collects changed ids for a moment, so that a page of calls is one event. */
export function createChanges(emit: ((event: AppEvent) => void) | null) {
  let ids = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const named = ids.size > NAMED_IDS ? null : [...ids];
    ids = new Set();
    emit?.({ type: 'calls.changed', ids: named });
  };
  return {
    add: (changed: readonly string[]) => {
      if (emit === null || changed.length === 0) return;
      for (const id of changed) ids.add(id);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    close: () => clearTimeout(timer),
  };
}
