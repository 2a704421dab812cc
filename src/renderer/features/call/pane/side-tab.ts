import { create } from 'zustand';
import { readStored, writeStored } from '../../../lib/pane-size.ts';

const storageKey = 'earmark.call.tab';

/** The tabs of the pane beside the transcript. */
export const sideTabs = ['latency', 'score', 'notes', 'alike', 'facts'] as const;
export type SideTab = (typeof sideTabs)[number];

const isTab = (value: string | null): value is SideTab => sideTabs.some((tab) => tab === value);

const stored = readStored(storageKey);
const useTabStore = create<{ tab: SideTab }>(() => ({ tab: isTab(stored) ? stored : 'latency' }));

/** The chosen tab; it stays chosen from call to call. */
export const useSideTab = (): SideTab => useTabStore((state) => state.tab);

/** Shows a tab; anything that is none is passed over. */
export function showSideTab(tab: string): void {
  if (!isTab(tab)) return;
  useTabStore.setState({ tab });
  writeStored(storageKey, tab);
}
