import { describe, expect, it } from 'vitest';
import { type KeyPress, keyCaps, matchesKeys, parseKeys } from './key-names.ts';

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
