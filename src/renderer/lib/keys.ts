import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { isMac, type KeyCombination, matchesKeys, parseKeys } from './key-names.ts';

export interface KeyBinding {
  /** `Space`, `Shift+Space`, `Ctrl+K` (Cmd on a Mac), `?`, `Up`; several alternatives as a list. */
  keys: string | readonly string[];
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Also runs while the reader types (Ctrl+Space). Single keys never should. */
  whileTyping?: boolean;
  /** Holding the key down repeats it. */
  repeat?: boolean;
  /** `false` for what only makes sense as a key, such as moving by one row. */
  inPalette?: boolean;
  /** Left out of the `?` sheet (an alternative shown elsewhere). */
  hidden?: boolean;
  enabled?: boolean;
}

/** One view's bindings as the `?` sheet shows them. */
export interface KeyScope {
  id: number;
  title: string;
  bindings: readonly KeyBinding[];
}

interface KeyRegistry {
  scopes: readonly KeyScope[];
}

const useRegistry = create<KeyRegistry>(() => ({ scopes: [] }));
const current = new Map<number, readonly KeyBinding[]>();
const parsed = new Map<string, KeyCombination>();
let nextId = 1;

/** The scopes of what is on screen, for the `?` sheet: the innermost view first. */
export function useKeyScopes(): readonly KeyScope[] {
  return useRegistry((state) => state.scopes);
}

/**
 * Registers a view's keys while it is mounted: `useKeys('Call', [{ keys: 'Space', label: 'Play or pause', run }])`.
 * Later scopes win. Single keys are dead while typing and while a dialog is open. `run` may close over state:
 * the latest bindings are always used.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const idRef = useRef(0);
  const shape = bindings
    .map((b) => `${String(b.keys)}|${b.label}|${b.enabled ?? true}|${b.hidden ?? false}`)
    .join('\n');

  useEffect(() => {
    if (idRef.current !== 0) current.set(idRef.current, bindings);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet changes with the bindings' shape, not with each closure
  useEffect(() => {
    const id = nextId++;
    idRef.current = id;
    current.set(id, bindings);
    useRegistry.setState(({ scopes }) => ({ scopes: [{ id, title, bindings }, ...scopes] }));
    return () => {
      current.delete(id);
      idRef.current = 0;
      useRegistry.setState(({ scopes }) => ({ scopes: scopes.filter((scope) => scope.id !== id) }));
    };
  }, [title, shape]);
}

let focusCameFromPointer = false;
let lastInputWasPointer = false;

/** Starts the one listener of the window; the application's root does this once. Returns how to stop it. */
export function startKeys(target: Window): () => void {
  const scope = new AbortController();
  const { signal } = scope;
  const pointer = (): void => {
    lastInputWasPointer = true;
  };
  const key = (): void => {
    lastInputWasPointer = false;
  };
  const focus = (): void => {
    focusCameFromPointer = lastInputWasPointer;
  };
  target.addEventListener('pointerdown', pointer, { capture: true, signal });
  target.addEventListener('keydown', key, { capture: true, signal });
  target.addEventListener('focusin', focus, { capture: true, signal });
  target.addEventListener('keydown', dispatch, { signal });
  return () => scope.abort();
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.key === 'Shift' || event.key === 'Control') return;
  if (document.querySelector('dialog[open]') !== null) return;
  const typing = isTyping(event.target);
  if (!typing && widgetOwnsKey(event)) return;
  for (const scope of useRegistry.getState().scopes) {
    for (const binding of current.get(scope.id) ?? []) {
      if (binding.enabled === false || (typing && binding.whileTyping !== true)) continue;
      if (!matchesAny(binding.keys, event)) continue;
      event.preventDefault();
      if (!event.repeat || binding.repeat === true) binding.run(event);
      return;
    }
  }
}

function matchesAny(keys: string | readonly string[], event: KeyboardEvent): boolean {
  for (const one of typeof keys === 'string' ? [keys] : keys) {
    let combination = parsed.get(one);
    if (combination === undefined) {
      combination = parseKeys(one);
      parsed.set(one, combination);
    }
    if (matchesKeys(combination, event, isMac)) return true;
  }
  return false;
}

const notText = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file']);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !notText.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

const activating =
  'button, a[href], summary, input[type="checkbox"], input[type="radio"], [role="button"], [role="tab"]';

/**
 * Space and Enter belong to a button reached by keyboard; after a click they belong to the view, so that Space goes on
 * meaning play. Arrows, Home, End and Page keys belong to a focused slider.
 */
function widgetOwnsKey(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === ' ' || event.key === 'Enter') {
    return target.closest(activating) !== null && !(focusCameFromPointer && event.key === ' ');
  }
  if (/^(Arrow|Home|End|Page)/.test(event.key))
    return target.matches('input[type="range"], [role="slider"], [role="separator"]');
  return false;
}
