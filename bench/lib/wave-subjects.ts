import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'vite';
import { z } from 'zod';
import { fromRoot } from '../../scripts/lib/root.ts';
import { openApp, pageScript, viewport } from './browser.ts';
import { planDialogue } from './dialogue.ts';
import type { CallLength, Served } from './prepare-calls.ts';
import type { Scope } from './scope.ts';
import { type ServedFile, serveWavesurfer } from './wavesurfer-server.ts';

/** A page with a waveform on it, drawn and still. */
export interface WaveSubject {
  name: string;
  page: Page;
  /** What the wheel and the pointer act on. */
  selector: string;
  /** How much of the recording is in sight, ms. */
  shownMs(): Promise<number>;
  close(): Promise<void>;
}

const javascript = 'text/javascript';
const plugin = (name: string): ServedFile => ({
  file: fileURLToPath(new URL(`plugins/${name}.esm.js`, import.meta.resolve('wavesurfer.js'))),
  contentType: javascript,
});

/** The application with an opened call. */
export async function openInApp(browser: Browser, served: Served, length: CallLength): Promise<WaveSubject> {
  const page = await openApp(browser, served.app, served.cookie, 'wave-frames.js');
  await page.locator(`[role="grid"] [data-index="${length.rows[0]}"] [role="gridcell"]`).nth(3).click();
  await page.locator('[data-turn]').first().waitFor();
  const selector = '[role="slider"][aria-label="Position in the recording"]';
  await page.locator(selector).waitFor();
  await page.waitForTimeout(3000);
  const zoom = page.locator('input[aria-label="Zoom"]');
  const shownMs = async () => {
    const [from = 0, to = 0] =
      ((await zoom.getAttribute('aria-valuetext')) ?? '').match(/[\d:]+(?= )/g)?.map(clockMs) ?? [];
    return to - from;
  };
  return { name: 'Earmark', page, selector, shownMs, close: () => page.context().close() };
}

/** `1:02:03` in ms. */
function clockMs(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}

/** wavesurfer.js and the canvas by itself, on pages of their own that are served from loopback. */
export async function servePages(scope: Scope, length: CallLength): Promise<string> {
  const dir = scope.temporaryDir();
  const bundle = join(dir, 'canvas-alone.js');
  const html = (name: string, body: string, script: string): ServedFile => {
    const file = join(dir, `${name}.html`);
    writeFileSync(file, `<!doctype html><title>${name}</title>${body}<script type="module" src="${script}"></script>`);
    return { file, contentType: 'text/html' };
  };
  const canvas = '<canvas style="display: block; width: 100%; height: %px"></canvas>';
  const body =
    canvas.replace('%', '32') +
    `<div style="position: relative">${canvas.replace('%', '180')}` +
    '<div id="head" style="position: absolute; top: 0; width: 2px; height: 180px; background: #44c; pointer-events: none"></div></div>';
  writeFileSync(bundle, await bundleCanvas());
  return serveWavesurfer(
    scope,
    [length.audio],
    new Map([
      ['/regions.esm.js', plugin('regions')],
      ['/zoom.esm.js', plugin('zoom')],
      ['/wavesurfer-zoom.js', { file: pageScript('wavesurfer-zoom.js'), contentType: javascript }],
      ['/canvas-alone.js', { file: bundle, contentType: javascript }],
      ['/wavesurfer', html('wavesurfer', '<div id="wave"></div>', '/wavesurfer-zoom.js')],
      ['/canvas', html('canvas', body, '/canvas-alone.js')],
    ]),
  );
}

async function bundleCanvas(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fromRoot(),
    build: { write: false, lib: { entry: pageScript('canvas-alone.js'), formats: ['es'] } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page was not bundled');
  return chunk.code;
}

/** One of the served pages, drawn. */
export async function openAlone(
  browser: Browser,
  base: string,
  kind: 'wavesurfer' | 'canvas',
  length: CallLength,
): Promise<WaveSubject> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript({ path: pageScript('wave-frames.js') });
  const page = await context.newPage();
  await page.goto(new URL(kind, base).href);
  await page.waitForFunction('window.earmarkWave !== undefined');
  const durationMs = length.minutes * 60_000;
  const what = JSON.stringify({ url: '/audio/0', durationMs, turns: planDialogue(durationMs) });
  await page.evaluate(`earmarkWave.draw(${what})`);
  return {
    name: kind === 'canvas' ? 'Earmark, canvas only, and 2,000 marks' : 'wavesurfer.js, regions and zoom plugin',
    page,
    selector: kind === 'canvas' ? 'div > canvas' : '#wave',
    shownMs: async () => z.number().parse(await page.evaluate('earmarkWave.shownMs()')),
    close: () => context.close(),
  };
}
