import { create } from 'zustand';

/** Which of the two dialogs is open: reached from the list, from a call, by keys and by the palette. */
interface OpenExchange {
  /** One call, or all that match the list's filters. */
  readonly exporting: { readonly callId: string } | 'matching' | null;
  /** The call that annotations are read into. */
  readonly importing: string | null;
}

export const useOpenExchange = create<OpenExchange>(() => ({ exporting: null, importing: null }));

export function openExport(what: NonNullable<OpenExchange['exporting']>): void {
  useOpenExchange.setState({ exporting: what, importing: null });
}

export function openImport(callId: string): void {
  useOpenExchange.setState({ exporting: null, importing: callId });
}

export function closeExchange(): void {
  useOpenExchange.setState({ exporting: null, importing: null });
}
