import { useSyncExternalStore } from 'react';
import type { Settings } from '#shared/model/settings.ts';
import { readStored, writeStored } from './pane-size.ts';

export type Theme = 'light' | 'dark';
const storageKey = 'earmark.theme';
const darkQuery = typeof window === 'undefined' ? null : window.matchMedia('(prefers-color-scheme: dark)');

let wanted: Settings['theme'] = 'system';
let current: Theme = 'light';
const listeners = new Set<() => void>();

function apply(): void {
  current = wanted === 'system' ? (darkQuery?.matches === true ? 'dark' : 'light') : wanted;
  document.documentElement.dataset.theme = current;
  for (const listener of listeners) listener();
}

/** Sets the theme of the last session before anything is drawn, and follows the system's from then on. */
export function startTheme(): void {
  const stored = readStored(storageKey);
  wanted = stored === 'light' || stored === 'dark' ? stored : 'system';
  darkQuery?.addEventListener('change', apply);
  apply();
}

export function wantTheme(theme: Settings['theme']): void {
  if (theme === wanted) return;
  wanted = theme;
  writeStored(storageKey, theme);
  apply();
}

/** The theme drawn now. A canvas reads its colours again when this changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** A colour role as the canvas takes it: `readToken('agent')` -> `#10509c`. */
export function readToken(role: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();
}
