import { useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type ActionOf, getAction, type KeyActionId, type KeyScopeId, keyCatalogue } from './key-catalogue.ts';
import { effectiveKeys, type KeyOverrides } from './key-choice.ts';
import { isMac, type KeyCombination, matchesKeys, parseKeys } from './key-names.ts';

/** What an action of a scope runs here. Its key and its words are the catalogue's. */
export interface KeyBinding<S extends KeyScopeId> {
  action: ActionOf<S>;
  run: () => void;
  /** Where the state of things has a better word for it than the catalogue. */
  label?: string;
  /** `soon` = what it is about is still being read: pressed now, it runs once that is known. */
  enabled?: boolean | 'soon';
}

/** A binding with all that is known of it. */
interface LiveBinding {
  id: KeyActionId;
  label: string;
  run: () => void;
  enabled: boolean | 'soon';
}

/** One view's bindings as the `?` sheet shows them. */
export interface KeyScope {
  id: number;
  scope: KeyScopeId;
  title: string;
  bindings: readonly LiveBinding[];
}

interface KeyRegistry {
  scopes: readonly KeyScope[];
  overrides: KeyOverrides;
}

const useRegistry = create<KeyRegistry>(() => ({ scopes: [], overrides: {} }));
const current = new Map<number, readonly LiveBinding[]>();
const parsed = new Map<string, KeyCombination>();
let nextId = 1;

/** The scopes of what is on screen, for the `?` sheet: the innermost view first. */
export function useKeyScopes(): readonly KeyScope[] {
  return useRegistry((state) => state.scopes);
}

/** The keys that run an action now, the main one first; none when the reader has taken it away. */
export function useActionKeys(id: KeyActionId): readonly string[] {
  return useRegistry(useShallow((state) => effectiveKeys(id, state.overrides)));
}

/** Puts the reader's own keys in force. */
export function setKeyOverrides(overrides: KeyOverrides): void {
  useRegistry.setState({ overrides });
}

/**
 * Registers what a scope's actions run while the view is mounted: `useKeys('call', [{ action: 'play', run }])`.
 * Later scopes win, those that lie over their view first. Single keys are dead while typing and while a dialog is open. `run` may close over state:
 * the latest bindings are always used.
 */
export function useKeys<S extends KeyScopeId>(scope: S, bindings: readonly KeyBinding<S>[]): void {
  const idRef = useRef(0);
  const live = bindings.map(({ action, run, label, enabled = true }): LiveBinding => {
    const id = `${scope}.${action}` as KeyActionId;
    return { id, label: label ?? getAction(id).label, run, enabled };
  });
  const shape = live.map((b) => `${b.id}|${b.label}|${b.enabled}`).join('\n');

  // Before anything is drawn: what can be seen listens, and a key pressed at once runs what is on screen, not what was before it.
  useLayoutEffect(() => {
    if (idRef.current !== 0) current.set(idRef.current, live);
    if (held.length > 0) releaseSoon();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet changes with the bindings' shape, not with each closure
  useLayoutEffect(() => {
    const id = nextId++;
    idRef.current = id;
    current.set(id, live);
    const { title } = keyCatalogue[scope];
    useRegistry.setState(({ scopes }) => ({ scopes: [{ id, scope, title, bindings: live }, ...scopes] }));
    return () => {
      current.delete(id);
      idRef.current = 0;
      useRegistry.setState(({ scopes }) => ({ scopes: scopes.filter((other) => other.id !== id) }));
    };
  }, [scope, shape]);
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
  const { scopes, overrides } = useRegistry.getState();
  for (const scope of overFirst(scopes)) {
    for (const binding of current.get(scope.id) ?? []) {
      const action = getAction(binding.id);
      if (!binding.enabled || (typing && action.whileTyping !== true)) continue;
      if (!effectiveKeys(binding.id, overrides).some((keys) => matches(keys, event))) continue;
      event.preventDefault();
      if (event.repeat && action.repeat !== true) return;
      if (binding.enabled === 'soon' || held.length > 0) hold(binding.id);
      else binding.run();
      return;
    }
  }
}

/** So long a key waits for what it is about, ms: later nobody remembers having pressed it. */
const HELD_MS = 2000;
/** Keys that wait, and those pressed after them, in their order. */
let held: { id: KeyActionId; atMs: number }[] = [];
let releasing = false;

function hold(id: KeyActionId): void {
  held.push({ id, atMs: performance.now() });
  // What stands behind it runs even if what it waits for never comes. Timers may be early by a millisecond.
  setTimeout(release, HELD_MS + 10);
}

/** Not within the drawing that brought what was waited for. */
function releaseSoon(): void {
  if (releasing) return;
  releasing = true;
  setTimeout(() => {
    releasing = false;
    release();
  });
}

/** Runs what waited, up to what still has to; each key sees what the one before it did, as if pressed now. */
function release(): void {
  while (document.querySelector('dialog[open]') === null) {
    const [first] = held;
    if (first === undefined) return;
    const binding = overFirst(useRegistry.getState().scopes)
      .flatMap(({ id }) => current.get(id) ?? [])
      .find(({ id, enabled }) => id === first.id && enabled !== false);
    const waits = binding?.enabled === 'soon';
    if (waits && performance.now() - first.atMs < HELD_MS) return;
    held.shift();
    if (waits) continue;
    // The key before it has moved the focus into a text: what was meant for that is no command.
    const isText = isTyping(document.activeElement) && getAction(first.id).whileTyping !== true;
    if (binding !== undefined && !isText) flushSync(binding.run);
  }
  held = [];
}

/** What lies over its view wins, also over what was registered after it; among equals the last one. */
function overFirst(scopes: readonly KeyScope[]): readonly KeyScope[] {
  const isOver = ({ scope }: KeyScope) => 'over' in keyCatalogue[scope];
  return [...scopes.filter(isOver), ...scopes.filter((scope) => !isOver(scope))];
}

function matches(keys: string, event: KeyboardEvent): boolean {
  let combination = parsed.get(keys);
  if (combination === undefined) {
    combination = parseKeys(keys);
    parsed.set(keys, combination);
  }
  return matchesKeys(combination, event, isMac);
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
 * meaning play, and Enter a comment. Arrows, Home, End and Page keys belong to a focused slider.
 */
function widgetOwnsKey(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === ' ' || event.key === 'Enter') {
    return target.closest(activating) !== null && !focusCameFromPointer;
  }
  if (/^(Arrow|Home|End|Page)/.test(event.key))
    return target.matches('input[type="range"], [role="slider"], [role="separator"]');
  return false;
}
