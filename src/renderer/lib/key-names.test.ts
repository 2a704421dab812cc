import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ariaKeys,
  formatKeys,
  isKeys,
  type KeyCombination,
  type KeyPress,
  keyCaps,
  keysOfPress,
  matchesKeys,
  parseKeys,
} from './key-names.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

const matches = (keys: string, event: KeyPress, mac = false): boolean => matchesKeys(parseKeys(keys), event, mac);

describe('matchesKeys', () => {
  it('wants exactly the modifiers named', () => {
    expect(matches('Space', press(' '))).toBe(true);
    expect(matches('Space', press(' ', { shiftKey: true }))).toBe(false);
    expect(matches('Shift+Space', press(' ', { shiftKey: true }))).toBe(true);
    expect(matches('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matches('K', press('k', { ctrlKey: true }))).toBe(false);
    expect(matches('N', press('N', { shiftKey: true }))).toBe(false);
    expect(matches('Shift+N', press('N', { shiftKey: true }))).toBe(true);
    expect(matches('Left', press('ArrowLeft', { metaKey: true }))).toBe(false);
  });

  it('takes signs wherever the layout puts them', () => {
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matches('/', press('/', { shiftKey: true }))).toBe(true);
    expect(matches('Plus', press('+', { shiftKey: true }))).toBe(true);
    expect(matches('[', press('['))).toBe(true);
  });

  it('reads the key and not the letter under another alphabet or Option', () => {
    expect(matches('J', press('ח', { code: 'KeyJ' }))).toBe(true);
    expect(matches('Alt+J', press('∆', { code: 'KeyJ', altKey: true }), true)).toBe(true);
    expect(matches('J', press('k', { code: 'KeyJ' }))).toBe(false);
  });

  it('lets Cmd stand for Ctrl on a Mac, and Ctrl+Space be itself', () => {
    expect(matches('Ctrl+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matches('Ctrl+K', press('k', { ctrlKey: true }), true)).toBe(false);
    expect(matches('Ctrl+Space', press(' ', { ctrlKey: true }), true)).toBe(true);
  });
});

it('keyCaps writes what is on the caps', () => {
  expect(keyCaps('Ctrl+K', false)).toEqual(['Ctrl', 'K']);
  expect(keyCaps('Ctrl+K', true)).toEqual(['⌘', 'K']);
  expect(keyCaps('Shift+Left', false)).toEqual(['Shift', '←']);
  expect(keyCaps('Plus', false)).toEqual(['+']);
});

const names = 'ArrowUp ArrowDown Home End PageUp PageDown Enter Escape Tab Insert Delete Backspace F1 F12'.split(' ');
const combination: fc.Arbitrary<KeyCombination> = fc
  .record({
    key: fc.oneof(fc.constantFrom(...names), fc.constantFrom(...' abcxyz0189+-=[]\\/?,.;éüß'.split(''))),
    mod: fc.boolean(),
    alt: fc.boolean(),
    shift: fc.boolean(),
  })
  .map((made) => ({ ...made, shift: made.shift && (made.key.length > 1 || /[a-z0-9 ]/.test(made.key)) }));

describe('formatKeys', () => {
  it('writes what parseKeys reads, and the same press in one way only', () => {
    fc.assert(
      fc.property(combination, (made) => {
        const text = formatKeys(made);
        expect(parseKeys(text)).toEqual(made);
        expect(formatKeys(parseKeys(text))).toBe(text);
        expect(isKeys(text)).toBe(true);
      }),
    );
  });

  it('never takes for a key what it would write otherwise', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isKeys(text)) expect(formatKeys(parseKeys(text))).toBe(text);
      }),
    );
    expect(['', '+', 'q', 'Shift+?', 'Alt+Ctrl+Q', 'Ctrl+Foo', 'F25', 'Ctrl'].filter(isKeys)).toEqual([]);
  });
});

describe('keysOfPress', () => {
  it('names a press so that the press matches it', () => {
    fc.assert(
      fc.property(combination, fc.boolean(), (made, mac) => {
        const event = press(made.key, {
          ctrlKey: made.mod && !mac,
          metaKey: made.mod && mac,
          altKey: made.alt,
          shiftKey: made.shift,
        });
        const keys = keysOfPress(event, mac);
        expect(keys).toBe(formatKeys(made));
        expect(matchesKeys(parseKeys(keys ?? ''), event, mac)).toBe(true);
      }),
    );
  });

  it('reads the key under another alphabet or Option, and no modifier alone', () => {
    expect(keysOfPress(press('ח', { code: 'KeyJ' }), false)).toBe('J');
    expect(keysOfPress(press('∆', { code: 'KeyJ', altKey: true }), true)).toBe('Alt+J');
    expect(keysOfPress(press('¡', { code: 'Digit1', altKey: true }), true)).toBe('Alt+1');
    expect(keysOfPress(press('Dead', { code: 'KeyE', altKey: true }), true)).toBe('Alt+E');
    expect(keysOfPress(press('a', { code: 'KeyQ', altKey: true }), false)).toBe('Alt+A');
    expect(keysOfPress(press('N', { code: 'KeyN', shiftKey: true }), false)).toBe('Shift+N');
    expect(keysOfPress(press('?', { code: 'Slash', shiftKey: true }), false)).toBe('?');
    for (const key of ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Dead', 'Process', 'Unidentified']) {
      expect(keysOfPress(press(key), false), key).toBeNull();
    }
    expect(keysOfPress(press('k', { metaKey: true }), false)).toBeNull();
  });
});

it('ariaKeys writes what aria-keyshortcuts wants', () => {
  expect(ariaKeys('Ctrl+K', false)).toBe('Control+K');
  expect(ariaKeys('Ctrl+K', true)).toBe('Meta+K');
  expect(ariaKeys('Shift+Space', false)).toBe('Shift+Space');
  expect(ariaKeys('Up', false)).toBe('ArrowUp');
});
