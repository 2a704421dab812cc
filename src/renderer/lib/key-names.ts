/** A key combination taken apart. `key` is KeyboardEvent.key, lower case for letters; `mod` = Ctrl, or Cmd on a Mac. */
export interface KeyCombination {
  key: string;
  mod: boolean;
  alt: boolean;
  shift: boolean;
}

const named: Record<string, string> = {
  space: ' ',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  esc: 'Escape',
  escape: 'Escape',
  enter: 'Enter',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  delete: 'Delete',
  backspace: 'Backspace',
  plus: '+',
};

/** Reads `Ctrl+K`, `Shift+Space`, `?`, `Alt+Left`, `Plus`. Ctrl stands for Cmd on a Mac. */
export function parseKeys(keys: string): KeyCombination {
  const parts = keys.split('+').filter((part) => part !== '');
  const last = parts.at(-1) ?? keys;
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  return {
    key: named[last.toLowerCase()] ?? (last.length === 1 ? last.toLowerCase() : last),
    mod: modifiers.includes('ctrl'),
    alt: modifiers.includes('alt'),
    shift: modifiers.includes('shift'),
  };
}

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * Does the press mean this combination? Shift counts only for letters and named keys: which signs need it differs
 * between layouts. Alt can change the letter (Option on a Mac), so then the key's place decides.
 */
export function matchesKeys(combination: KeyCombination, press: KeyPress, mac: boolean): boolean {
  const mod = mac ? press.metaKey || (press.ctrlKey && combination.key === ' ') : press.ctrlKey;
  const other = mac ? false : press.metaKey;
  if (mod !== combination.mod || other || press.altKey !== combination.alt) return false;
  const shiftCounts = combination.key.length > 1 || /^[a-z0-9 ]$/.test(combination.key);
  if (shiftCounts && press.shiftKey !== combination.shift) return false;
  const pressed = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (pressed === combination.key) return true;
  // Another alphabet (Hebrew, Cyrillic) or Option: the letter printed on that key in Latin decides.
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
  const foreign = press.altKey || (pressed.length === 1 && pressed > '\u007f');
  return foreign && letter === combination.key;
}

const caps: Record<string, string> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  escape: 'Esc',
  plus: '+',
};
const macCaps: Record<string, string> = { ctrl: '⌘', alt: '⌥', shift: '⇧' };

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What is written on the caps of a combination. */
export function keyCaps(keys: string, mac: boolean = isMac): string[] {
  const parts = keys === '+' ? ['+'] : keys.split('+').filter((part) => part !== '');
  return parts.map((part) => (mac ? macCaps[part.toLowerCase()] : undefined) ?? caps[part.toLowerCase()] ?? part);
}
