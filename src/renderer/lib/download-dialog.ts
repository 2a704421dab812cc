import { create } from 'zustand';

/** Whether "download all matching" is open: it is reached from the list and from the command palette. */
export const useDownloadDialog = create<{ open: boolean }>(() => ({ open: false }));

export function setDownloadDialog(open: boolean): void {
  useDownloadDialog.setState({ open });
}
