import type { Settings } from '#shared/model/settings.ts';
import { allActions, type CatalogueAction, getAction, type KeyActionId } from './key-catalogue.ts';
import { formatKeys, isKeys, parseKeys } from './key-names.ts';
import { reservedFor } from './reserved-keys.ts';

/** The reader's own keys by action; empty text = the action has no key. */
export type KeyOverrides = Settings['keyOverrides'];

/** The keys that run an action: the reader's where they can be read, else the catalogue's. Written in one way only. */
export function effectiveKeys(id: KeyActionId, overrides: KeyOverrides): readonly string[] {
  const own = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
  if (own === '') return [];
  if (own !== undefined && isKeys(own)) return [own];
  return defaultKeys(id);
}

/** The catalogue's keys of an action. */
export function defaultKeys(id: KeyActionId): readonly string[] {
  const { keys } = getAction(id);
  return (typeof keys === 'string' ? [keys] : keys).map((one) => formatKeys(parseKeys(one)));
}

/** What stands against a key for an action. `other` is the action that has it already. */
export interface KeyObjection {
  message: string;
  other: CatalogueAction | null;
}

/** Why a key cannot be given to an action as things are, or null. */
export function objectionTo(id: KeyActionId, keys: string, overrides: KeyOverrides): KeyObjection | null {
  const action = getAction(id);
  const reserved = reservedFor(keys);
  if (reserved !== null) return { message: reserved, other: null };
  const { key, mod, alt } = parseKeys(keys);
  if (action.whileTyping === true && !mod && !alt && !/^F\d/.test(key)) {
    return { message: 'This also works while you type, so it needs Ctrl or Alt.', other: null };
  }
  const other = allActions.find(
    (candidate) =>
      candidate.id !== id && canMeet(candidate, action) && effectiveKeys(candidate.id, overrides).includes(keys),
  );
  if (other === undefined) return null;
  return { message: `Already used for “${other.label}” (${other.scopeTitle}).`, other };
}

/** Can both be meant at the same time? */
function canMeet(a: CatalogueAction, b: CatalogueAction): boolean {
  // What lies over a view wins over it; of two that lie over it, the one that came last.
  if (a.over || b.over) return a.scope === b.scope;
  return a.view === b.view || a.view === 'any' || b.view === 'any';
}

/** Every objection to the keys as they are: a key used twice is named by both of its actions. */
export function objectionsIn(overrides: KeyOverrides): readonly (KeyObjection & { id: KeyActionId; keys: string })[] {
  return allActions.flatMap(({ id }) =>
    effectiveKeys(id, overrides).flatMap((keys) => {
      const objection = objectionTo(id, keys, overrides);
      return objection === null ? [] : [{ ...objection, id, keys }];
    }),
  );
}

/** The overrides with a key for one action; null takes the override away. Names that are not known here stay. */
export function withKey(overrides: KeyOverrides, id: KeyActionId, keys: string | null): KeyOverrides {
  const { [id]: _before, ...others } = overrides;
  const defaults = defaultKeys(id);
  return keys === null || (defaults.length === 1 && defaults[0] === keys) ? others : { ...others, [id]: keys };
}

/** The overrides with a key moved to an action from the one that had it, which may have others left. */
export function movedKey(overrides: KeyOverrides, from: KeyActionId, to: KeyActionId, keys: string): KeyOverrides {
  const [left = ''] = effectiveKeys(from, overrides).filter((one) => one !== keys);
  return withKey(withKey(overrides, from, left), to, keys);
}

/** The overrides with an action's original keys. An action that has one of them by now loses it, and is named. */
export function resetKey(
  overrides: KeyOverrides,
  id: KeyActionId,
): { overrides: KeyOverrides; losers: readonly CatalogueAction[] } {
  let next = withKey(overrides, id, null);
  const losers: CatalogueAction[] = [];
  for (const keys of defaultKeys(id)) {
    const other = objectionTo(id, keys, next)?.other ?? null;
    if (other === null) continue;
    losers.push(other);
    next = movedKey(next, other.id, id, keys);
  }
  return { overrides: withKey(next, id, null), losers };
}

/** The overrides without any that are known here; those of another version of Earmark stay. */
export function withoutOwn(overrides: KeyOverrides): KeyOverrides {
  const known: ReadonlySet<string> = new Set(allActions.map(({ id }) => id));
  return Object.fromEntries(Object.entries(overrides).filter(([id]) => !known.has(id)));
}
