import { create } from 'zustand';

/** What a bundle is to be made of: one call, what matches the list's filters, or a calibration pack. */
export type ShareWhat =
  | { readonly kind: 'call'; readonly callId: string }
  | { readonly kind: 'matching' }
  | { readonly kind: 'pack'; readonly packId: string; readonly name: string };

/** Which of the two dialogs is open. */
export const useOpenSharing = create<{ sharing: ShareWhat | null; receiving: boolean }>(() => ({
  sharing: null,
  receiving: false,
}));

export function openShare(what: ShareWhat): void {
  useOpenSharing.setState({ sharing: what, receiving: false });
}

export function openReceive(): void {
  useOpenSharing.setState({ sharing: null, receiving: true });
}

export function closeSharing(): void {
  useOpenSharing.setState({ sharing: null, receiving: false });
}
