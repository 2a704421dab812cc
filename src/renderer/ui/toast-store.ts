import { create } from 'zustand';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface ToastItem {
  id: number;
  kind: 'info' | 'ok' | 'error';
  message: string;
  action: ToastAction | null;
}

export const useToasts = create<{ items: readonly ToastItem[] }>(() => ({ items: [] }));

const atMost = 3;
let nextId = 1;

function show(kind: ToastItem['kind'], message: string, action?: ToastAction): void {
  const item = { id: nextId++, kind, message, action: action ?? null };
  useToasts.setState(({ items }) => ({
    // The same message again replaces the old one: a failing loop must not pile up.
    items: [...items.filter((other) => other.message !== message), item].slice(-atMost),
  }));
}

export function dismissToast(id: number): void {
  useToasts.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
}

/** Says what has just happened, briefly. What the reader must act on belongs on the screen instead. */
export const toast = {
  info: (message: string, action?: ToastAction): void => show('info', message, action),
  ok: (message: string, action?: ToastAction): void => show('ok', message, action),
  error: (message: string, action?: ToastAction): void => show('error', message, action),
};
