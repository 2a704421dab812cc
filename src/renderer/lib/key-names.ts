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
  escape: 'Escape',
  enter: 'Enter',
  tab: 'Tab',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  insert: 'Insert',
  delete: 'Delete',
  backspace: 'Backspace',
  plus: '+',
};

/** How the keys are written that are not written as they are. */
const written: Record<string, string> = {
  ' ': 'Space',
  '+': 'Plus',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** Reads `Ctrl+K`, `Shift+Space`, `?`, `Alt+Left`, `Plus`. Ctrl stands for Cmd on a Mac. */
export function parseKeys(keys: string): KeyCombination {
  const parts = keys.split('+').filter((part) => part !== '');
  const last = parts.at(-1) ?? keys;
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  const key = named[last.toLowerCase()] ?? (last.length === 1 ? lower(last) : last);
  return {
    key,
    mod: modifiers.includes('ctrl'),
    alt: modifiers.includes('alt'),
    shift: modifiers.includes('shift') && shiftCounts(key),
  };
}

/** Writes a combination so that `parseKeys` reads it again; two that mean the same press are written the same. */
export function formatKeys({ key, mod, alt, shift }: KeyCombination): string {
  const name = written[key] ?? (key.length === 1 ? upper(key) : key);
  return [mod ? 'Ctrl' : '', alt ? 'Alt' : '', shift && shiftCounts(key) ? 'Shift' : '', name]
    .filter((part) => part !== '')
    .join('+');
}

/** Is this a combination as `formatKeys` writes it, of a key that keyboards have? */
export function isKeys(text: string): boolean {
  const combination = parseKeys(text);
  const { key } = combination;
  const known = key.length === 1 || /^F([1-9]|1\d|2[0-4])$/.test(key) || Object.values(named).includes(key);
  return known && formatKeys(combination) === text;
}

/** Which signs need Shift differs between layouts, so it counts only for letters, digits and named keys. */
function shiftCounts(key: string): boolean {
  return key.length > 1 || /^[a-z0-9 ]$/.test(key);
}

// Letters whose other case is longer, or another letter, stay as they are.
function upper(letter: string): string {
  const other = letter.toUpperCase();
  return other.length === 1 && other.toLowerCase() === letter ? other : letter;
}
function lower(letter: string): string {
  const other = letter.toLowerCase();
  return other.length === 1 && other.toUpperCase() === letter ? other : letter;
}

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Does the press mean this combination? */
export function matchesKeys(combination: KeyCombination, press: KeyPress, mac: boolean): boolean {
  const mod = mac ? press.metaKey || (press.ctrlKey && combination.key === ' ') : press.ctrlKey;
  const other = mac ? false : press.metaKey;
  if (mod !== combination.mod || other || press.altKey !== combination.alt) return false;
  if (shiftCounts(combination.key) && press.shiftKey !== combination.shift) return false;
  return keyOf(press) === combination.key || printedKey(press, mac) === combination.key;
}

/**
 * The combination that was pressed, as it would be stored; null for a modifier alone, or for a key that cannot be named
 * (Windows key, dead keys).
 */
export function keysOfPress(press: KeyPress, mac: boolean): string | null {
  if (!mac && press.metaKey) return null;
  const key = printedKey(press, mac) ?? keyOf(press);
  const mod = mac ? press.metaKey || (press.ctrlKey && key === ' ') : press.ctrlKey;
  const keys = formatKeys({ key, mod, alt: press.altKey, shift: press.shiftKey });
  return isKeys(keys) ? keys : null;
}

function keyOf(press: KeyPress): string {
  return press.key.length === 1 ? lower(press.key) : press.key;
}

/**
 * Another alphabet (Hebrew, Cyrillic), or Option on a Mac, which makes other signs of letters and digits: what is
 * printed on that key in Latin decides. Null where the key itself does.
 */
function printedKey(press: KeyPress, mac: boolean): string | null {
  const option = mac && press.altKey;
  if (!option && (/^[ -~]$/.test(press.key) || press.key.length > 1)) return null;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  const digit = option ? /^Digit(\d)$/.exec(press.code)?.[1] : undefined;
  return letter?.toLowerCase() ?? digit ?? null;
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

/** A combination as `aria-keyshortcuts` wants it: `Control+K`, `Shift+Space`, `Plus`. */
export function ariaKeys(keys: string, mac: boolean = isMac): string {
  const { key, mod, alt, shift } = parseKeys(keys);
  const name = key === ' ' ? 'Space' : key === '+' ? 'Plus' : key.length === 1 ? upper(key) : key;
  return [mod ? (mac ? 'Meta' : 'Control') : '', alt ? 'Alt' : '', shift ? 'Shift' : '', name]
    .filter((part) => part !== '')
    .join('+');
}
