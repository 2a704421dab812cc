import { z } from 'zod';
import { openBrowser, rendererMemory, viewport } from './browser.ts';
import type { CallLength } from './prepare-calls.ts';
import type { Scope } from './scope.ts';
import { serveWavesurfer } from './wavesurfer-server.ts';

/** One time that wavesurfer.js fetched, decoded and drew a recording by itself. */
export interface Drawing {
  ms: number;
  peakMb: number | null;
}

const drawnSchema = z.object({ ms: z.number(), seconds: z.number(), channels: z.number() });
const givenUpAfterMs = 600_000;

/** In a fresh browser, on a page that is loaded already. */
export async function drawAlone(scope: Scope, length: CallLength): Promise<Drawing> {
  const url = await serveWavesurfer(scope, [length.audio]);
  const browser = await openBrowser(scope);
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(givenUpAfterMs);
  await page.goto(url);
  await page.waitForFunction('window.earmarkBench !== undefined');
  const drawn = drawnSchema.parse(await page.evaluate('earmarkBench.draw("/audio/0")'));
  if (Math.abs(drawn.seconds - length.minutes * 60) > 1 || drawn.channels !== 2) {
    throw new Error(`wavesurfer.js decoded ${drawn.seconds} s in ${drawn.channels} channels`);
  }
  const memory = await rendererMemory(browser);
  await scope.close();
  return { ms: drawn.ms, peakMb: memory?.peakMb ?? null };
}

/** The renderer's memory of a page with nothing on it, MB. */
export async function measureBlank(scope: Scope): Promise<number | null> {
  const browser = await openBrowser(scope);
  await browser.newPage({ viewport });
  const memory = await rendererMemory(browser);
  await scope.close();
  return memory?.peakMb ?? null;
}
