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
  let all = false;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const named = all || ids.size > NAMED_IDS ? null : [...ids];
    ids = new Set();
    all = false;
    // The ids are of the type that goes with this event.
    emit?.({ type, ids: named } as NamedEvent);
  };
  return {
    /** Null = anything may have changed. */
    add: (changed: readonly IdOf<T>[] | null) => {
      if (emit === null || changed?.length === 0) return;
      if (changed === null) all = true;
      for (const id of changed ?? []) ids.add(id);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    close: () => clearTimeout(timer),
  };
}
