import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];
const inks =
  'text-1 text-2 text-3 accent agent caller tool ok slow bad note measured tag-grey tag-blue tag-teal tag-green tag-yellow tag-orange tag-red tag-purple'.split(
    ' ',
  );
const marks = 'line-strong stage-vad stage-stt stage-llm-startup stage-llm-first-sentence stage-tts stage-send'.split(
  ' ',
);

describe.each([
  ['light', tokensOf(':root')],
  ['dark', tokensOf(':root[data-theme="dark"]')],
])('%s theme', (_, tokens) => {
  const get = (name: string): string => tokens.get(name) ?? '#ff00ff';

  it.each(inks)('%s is readable text on every surface', (ink) => {
    for (const surface of surfaces) {
      expect(contrast(get(ink), get(surface)), `${ink} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(marks)('%s stands out as a mark', (mark) => {
    for (const surface of ['surface-1', 'surface-2']) {
      expect(contrast(get(mark), get(surface)), `${mark} on ${surface}`).toBeGreaterThanOrEqual(3);
    }
  });

  it('carries text on the accent', () => {
    expect(contrast(get('on-accent'), get('accent'))).toBeGreaterThanOrEqual(4.5);
  });
});
