import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { openApp, openBrowser, rendererMemory } from './browser.ts';
import type { CallLength, Served } from './prepare-calls.ts';
import type { Scope } from './scope.ts';

/** Times from the click to what was asked for, ms. */
export interface Opening {
  readableMs: number;
  paintedMs: number;
}

export interface OpenedCall extends Opening {
  /** The most memory that the renderer had, MB. */
  peakMb: number | null;
}

const openingSchema = z.object({ readable: z.number(), painted: z.number() });
/** Nothing is under way any more: finer peaks are drawn, caches are written. */
const settleMs = 1000;
const givenUpAfterMs = 60_000;

/** The first call that a freshly started browser opens. */
export async function openCold(scope: Scope, served: Served, length: CallLength): Promise<OpenedCall> {
  const browser = await openBrowser(scope);
  const page = await openApp(browser, served.app, served.cookie, 'open-observer.js');
  await listShown(page);
  const opening = await openRow(page, length.rows[0] ?? 0);
  await sleep(settleMs);
  const memory = await rendererMemory(browser);
  await scope.close();
  return { ...opening, peakMb: memory?.peakMb ?? null };
}

export interface WarmSession {
  openings: { length: CallLength; first: Opening[]; again: Opening[] }[];
  peakMb: number | null;
}

/** One sitting: a few other calls first, then every call once, by lengths in turn, then every call a second time. */
export async function openWarm(scope: Scope, served: Served, lengths: readonly CallLength[]): Promise<WarmSession> {
  const browser = await openBrowser(scope);
  const page = await openApp(browser, served.app, served.cookie, 'open-observer.js');
  const openAndLeave = async (row: number): Promise<Opening> => {
    const opening = await openRow(page, row);
    await sleep(settleMs);
    await page.keyboard.press('Escape');
    await listShown(page);
    return opening;
  };
  await listShown(page);
  for (const row of served.warmUpRows) await openAndLeave(row);
  const openings = lengths.map((length) => ({ length, first: [] as Opening[], again: [] as Opening[] }));
  for (const kind of ['first', 'again'] as const) {
    const copies = lengths[0]?.rows.length ?? 0;
    for (let copy = 0; copy < copies; copy += 1) {
      for (const { length, [kind]: found } of openings) found.push(await openAndLeave(length.rows[copy] ?? 0));
    }
  }
  const memory = await rendererMemory(browser);
  await scope.close();
  return { openings, peakMb: memory?.peakMb ?? null };
}

async function listShown(page: Page): Promise<void> {
  await page.locator('[role="grid"] [data-index="0"] [role="gridcell"]').nth(3).waitFor();
  await sleep(300);
}

/** Clicks a row of the list, and waits until the call can be seen and read. */
async function openRow(page: Page, row: number): Promise<Opening> {
  const box = await page.locator(`[role="grid"] [data-index="${row}"]`).boundingBox();
  if (box === null) throw new Error(`row ${row} is not on screen`);
  await page.mouse.move(box.x + 160, box.y + box.height / 2);
  await sleep(150);
  await page.evaluate('earmarkBench.watchOpening()');
  await page.mouse.down();
  await page.mouse.up();
  const late = new AbortController();
  const times = await Promise.race([
    page.evaluate<unknown>('earmarkBench.opened'),
    sleep(givenUpAfterMs, null, { signal: late.signal }).catch(() => null),
  ]);
  late.abort();
  if (times === null) {
    throw new Error('the call did not appear, or its drawing is not what page/open-observer.js looks for any more');
  }
  const { readable, painted } = openingSchema.parse(times);
  return { readableMs: readable, paintedMs: painted };
}
