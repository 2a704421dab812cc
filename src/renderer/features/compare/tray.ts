import { useEffect } from 'react';
import { z } from 'zod';
import { create } from 'zustand';
import { type CompareRef, heldRefSchema } from '#shared/model/compare.ts';
import { useAppInfo } from '../../lib/actions.ts';
import { readStored, writeStored } from '../../lib/pane-size.ts';
import { navigate } from '../../lib/router.ts';
import { toast } from '../../ui/toast-store.ts';
import { addToList, firstCompared, moveInList, sameRef, type TrayItem } from './tray-list.ts';

/** What is held for comparing, of the workspace that is open. Null until it is known which that is. */
export interface Tray {
  readonly workspace: string | null;
  readonly items: readonly TrayItem[];
}

const storageKey = (workspace: string) => `earmark.compare.${workspace}`;
const listSchema = z.array(heldRefSchema);

/** The tray; it outlives its view, and a restart on this computer. Change it with the functions below only. */
export const useTray = create<Tray>(() => ({ workspace: null, items: [] }));

function restored(workspace: string): readonly TrayItem[] {
  try {
    const parsed = listSchema.safeParse(JSON.parse(readStored(storageKey(workspace)) ?? '[]'));
    if (parsed.success) return parsed.data;
  } catch {
    // Nonsense, or of another version: the tray begins empty.
  }
  return [];
}

/** Shows the tray of this workspace from now on. */
export function openTray(workspace: string): void {
  if (useTray.getState().workspace === workspace) return;
  useTray.setState({ workspace, items: restored(workspace) });
}

/** Keeps the tray at the workspace that is open; the shell does this once. */
export function useTrayOfWorkspace(): void {
  const workspace = useAppInfo()?.workspaceDir;
  useEffect(() => {
    if (workspace !== undefined) openTray(workspace);
  }, [workspace]);
  useEffect(() => {
    // Another window of the same browser has changed it.
    const follow = (event: StorageEvent): void => {
      const { workspace: open } = useTray.getState();
      if (open !== null && event.key === storageKey(open)) useTray.setState({ items: restored(open) });
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);
}

function setItems(items: readonly TrayItem[]): void {
  const { workspace } = useTray.getState();
  useTray.setState({ items });
  if (workspace !== null) writeStored(storageKey(workspace), JSON.stringify(items));
}

const nounOf = (refs: readonly CompareRef[]) =>
  refs.every(({ index }) => index === null)
    ? (['call', 'calls'] as const)
    : refs.every(({ index }) => index !== null)
      ? (['turn', 'turns'] as const)
      : (['entry', 'entries'] as const);

/** Puts turns (`index`) or whole calls (`index: null`) into the tray, and says what came of it. Returns how many are new. */
export function addToTray(refs: readonly CompareRef[]): number {
  const { items, added, known, noRoom } = addToList(useTray.getState().items, refs);
  if (added > 0) setItems(items);
  const [one, many] = nounOf(refs);
  const open = { label: 'Compare', run: () => navigate({ name: 'compare', refs: [], base: 0 }) };
  if (noRoom > 0)
    toast.error(`The tray is full: ${noRoom} of ${refs.length} found no room. Take some out of it first.`);
  else if (added === 0 && known > 0) {
    toast.info(known === 1 ? `This ${one} is in the tray already.` : `These ${many} are in the tray already.`, open);
  } else if (added > 0) {
    const what = added === 1 ? `One ${one}` : `${added} ${many}`;
    toast.ok(`${what} added to compare: ${items.length} in the tray.`, open);
  }
  return added;
}

/** Takes things out of the tray. */
export function removeFromTray(refs: readonly CompareRef[]): void {
  const { items } = useTray.getState();
  setItems(items.filter((item) => !refs.some((ref) => sameRef(ref, item))));
}

/** Empties the tray; returns how to take that back. */
export function clearTray(): () => void {
  const { items } = useTray.getState();
  setItems([]);
  return () => setItems(items);
}

/** Moves one thing to another place in the tray, counted from 0. */
export function moveInTray(ref: CompareRef, to: number): void {
  setItems(moveInList(useTray.getState().items, ref, to));
}

/** Remembers how a turn is known again, once it was read. */
export function markInTray(ref: CompareRef, mark: string): void {
  const { items } = useTray.getState();
  if (!items.some((item) => sameRef(item, ref) && item.mark === null)) return;
  setItems(items.map((item) => (sameRef(item, ref) ? { ...item, mark } : item)));
}

/** Puts another turn in the place of one whose transcript has changed. */
export function replaceInTray(ref: CompareRef, by: CompareRef, mark: string): void {
  const { items } = useTray.getState();
  setItems(
    items.flatMap((item) => {
      if (sameRef(item, ref)) return [{ callId: by.callId, index: by.index, mark }];
      return sameRef(item, by) ? [] : [item];
    }),
  );
}

/** What the compare view shows when its address names nothing. */
export function useFirstCompared(): CompareRef[] {
  return firstCompared(useTray((tray) => tray.items));
}
