import { create } from 'zustand';

/** Whether the table of the call on screen is open: a key, the palette and a button in the header open it. */
export const useCallTableOpen = create<{ open: boolean }>(() => ({ open: false }));

export function setCallTableOpen(open: boolean): void {
  useCallTableOpen.setState({ open });
}
