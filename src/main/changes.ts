import type { AppEvent } from '#shared/contract/index.ts';

/** Changes within this long are announced together, ms. */
const COALESCE_MS = 100;
const NAMED_IDS = 500;

/** Events that say which ids changed. */
type NamedEvent = Extract<AppEvent, { ids: unknown }>;
type IdOf<T extends NamedEvent['type']> = NonNullable<Extract<NamedEvent, { type: T }>['ids']>[number];

/** Collects changed ids for a moment, so that a page of calls is one event. */
export function createChanges<T extends NamedEvent['type']>(emit: ((event: AppEvent) => void) | null, type: T) {
  let ids = new Set<IdOf<T>>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const named = ids.size > NAMED_IDS ? null : [...ids];
    ids = new Set();
    // The ids are of the type that goes with this event.
    emit?.({ type, ids: named } as NamedEvent);
  };
  return {
    add: (changed: readonly IdOf<T>[]) => {
      if (emit === null || changed.length === 0) return;
      for (const id of changed) ids.add(id);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    close: () => clearTimeout(timer),
  };
}
