import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWindowState, restoreWindow, writeWindowState } from './window-state.ts';

const dir = mkdtempSync(join(tmpdir(), 'earmark-window-'));
afterAll(() => rmSync(dir, { recursive: true }));
const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('restoreWindow', () => {
  it.each([
    ['first start', null, [screen], { width: 1360, height: 860, maximized: false }],
    ['as it was', at(50, 60), [screen], { x: 50, y: 60, width: 1000, height: 700, maximized: false }],
    ['partly out', at(1800, 60), [screen], { x: 1800, y: 60, width: 1000, height: 700, maximized: false }],
    ['screen gone', at(2500, 60), [screen], { width: 1000, height: 700, maximized: false }],
    ['title bar above', at(50, -30), [screen], { width: 1000, height: 700, maximized: false }],
    ['second screen', at(-900, 10), [screen, { ...screen, x: -1920 }], { ...at(-900, 10).bounds, maximized: false }],
    ['too small', at(0, 0, 10, 10), [screen], { x: 0, y: 0, width: 900, height: 600, maximized: false }],
    ['no screens', at(0, 0), [], { width: 1000, height: 700, maximized: false }],
  ])('%s', (_name, saved, screens, expected) => {
    expect(restoreWindow(saved, screens)).toEqual(expected);
  });

  it('remembers through a file and forgives a broken one', () => {
    const path = join(dir, 'window.json');
    expect(readWindowState(path)).toBeNull();
    writeWindowState(path, at(1, 2));
    expect(readWindowState(path)).toEqual(at(1, 2));
    writeFileSync(path, '{"bounds":{"x":"1"}}');
    expect(readWindowState(path)).toBeNull();
    writeWindowState(join(dir, 'none', 'window.json'), at(1, 2));
  });
});
