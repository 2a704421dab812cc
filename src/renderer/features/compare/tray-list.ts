import { type CompareRef, type HeldRef, MAX_COMPARED } from '#shared/model/compare.ts';

/** Something in the tray. */
export type TrayItem = HeldRef;

/** More than anybody puts side by side by hand; the oldest do not fall out, adding says that it is full. */
export const TRAY_LIMIT = 60;

/** One name for each thing that can be compared. */
export const refKey = ({ callId, index }: CompareRef): string => `${index ?? 'call'}:${callId}`;

export const sameRef = (a: CompareRef, b: CompareRef): boolean => a.callId === b.callId && a.index === b.index;

/** What came of adding: the list, and how many were there already or had no room. */
export interface Added {
  readonly items: readonly TrayItem[];
  readonly added: number;
  readonly known: number;
  readonly noRoom: number;
}

/** The tray with these at its end. What is there already stays where it is. */
export function addToList(items: readonly TrayItem[], refs: readonly CompareRef[]): Added {
  const keys = new Set(items.map(refKey));
  const next = [...items];
  let [known, noRoom] = [0, 0];
  for (const { callId, index } of refs) {
    const key = refKey({ callId, index });
    if (keys.has(key)) known += 1;
    else if (next.length >= TRAY_LIMIT) noRoom += 1;
    else {
      keys.add(key);
      next.push({ callId, index, mark: null });
    }
  }
  return { items: next, added: next.length - items.length, known, noRoom };
}

/** The tray with one of its things at another place; places beyond the ends are the ends. */
export function moveInList(items: readonly TrayItem[], ref: CompareRef, to: number): readonly TrayItem[] {
  const from = items.findIndex((item) => sameRef(item, ref));
  const item = items[from];
  if (item === undefined) return items;
  const others = items.filter((_, i) => i !== from);
  return others.toSpliced(Math.max(0, Math.min(others.length, to)), 0, item);
}

/**
 * What is compared when nothing else is said: the first of the tray that are of one kind, six at most. Turns come before
 * calls when both are there and the first is a turn.
 */
export function firstCompared(items: readonly CompareRef[]): CompareRef[] {
  const [first] = items;
  if (first === undefined) return [];
  return items
    .filter((item) => (item.index === null) === (first.index === null))
    .slice(0, MAX_COMPARED)
    .map(({ callId, index }) => ({ callId, index }));
}
