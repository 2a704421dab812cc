import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { openApp, openBrowser, pageScript, rendererMemory, viewport } from './lib/browser.ts';
import { enter, type ServedApp, serveEarmark } from './lib/earmark.ts';
import { fillStore } from './lib/fill-store.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import type { Scope } from './lib/scope.ts';
import { moves } from './lib/scroll-moves.ts';
import { countOver, median, type Spread, spreadOf } from './lib/stats.ts';
import { show, showRuns } from './lib/table.ts';

const framesSchema = z.object({ deltas: z.array(z.number()), unfilled: z.number(), travelledPx: z.number() });
/** Every move goes much further than this; less means that it did not reach the list. */
const leastTravelPx = 1000;

interface MoveFrames {
  move: string;
  deltas: number[];
  /** Frames in which the middle of the list had no row with its words yet. */
  unfilled: number;
  /** Between the highest and the lowest place reached. */
  travelledPx: number;
}

export const listScroll: Benchmark = {
  name: 'list-scroll',
  about: 'frames while scrolling a list of 100,000 calls, against an empty page of the same height; sorting it',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const calls = quick ? 5000 : 100_000;
    const dir = scope.temporaryDir();
    log(`storing ${calls} calls`);
    fillStore(dir, calls);
    const app = await serveEarmark(scope, dir);
    const cookie = await enter(app);
    log('first rows');
    const firstRows: number[] = [];
    for (let run = 0; run < (quick ? 1 : 5); run += 1) firstRows.push(await timeFirstRows(scope.child(), app, cookie));

    const browser = await openBrowser(scope);
    const page = await openApp(browser, app, cookie, 'frame-recorder.js');
    await page.evaluate('earmarkBench.firstRows');
    await sleep(1000);
    log('scrolling the list');
    const ours = await scrollAll(page, '[role="grid"]', quick);
    const memory = await rendererMemory(browser);
    log('sorting the list');
    await page.context().close();
    const sorts: Sorted[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) sorts.push(...(await sortAll(browser, app, cookie)));
    log('scrolling an empty page');
    const empty = await scrollAll(await openEmpty(browser, calls), '#scroller', quick);
    return report({ calls, firstRows, ours, empty, sorts, peakMb: memory?.peakMb ?? null });
  },
};

async function timeFirstRows(scope: Scope, app: ServedApp, cookie: string): Promise<number> {
  const page = await openApp(await openBrowser(scope), app, cookie, 'frame-recorder.js');
  const ms = z.number().parse(await page.evaluate('earmarkBench.firstRows'));
  await scope.close();
  return ms;
}

/** A page with nothing on it but a scroller as high as the list: what the browser and its frame clock do by themselves. */
async function openEmpty(browser: Browser, calls: number): Promise<Page> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript({ path: pageScript('frame-recorder.js') });
  const page = await context.newPage();
  await page.goto('data:text/html,<!doctype html><title>empty</title>');
  const style = 'position: absolute; inset: 0; overflow: auto';
  await page.setContent(
    `<div id="scroller" tabindex="0" style="${style}"><div style="height: ${calls * 28}px"></div></div>`,
  );
  return page;
}

async function scrollAll(page: Page, selector: string, quick: boolean): Promise<MoveFrames[]> {
  const cdp = await page.context().newCDPSession(page);
  const found: MoveFrames[] = [];
  for (const move of moves) {
    await page.evaluate(`earmarkBench.record(${JSON.stringify(selector)})`);
    await move.run({ page, cdp, selector, quick });
    const frames = framesSchema.parse(await page.evaluate('earmarkBench.stop()'));
    if (frames.travelledPx < leastTravelPx)
      throw new Error(`"${move.name}" moved ${selector} by ${frames.travelledPx} px`);
    found.push({ move: move.name, ...frames });
    await sleep(500);
  }
  return found;
}

interface Sorted {
  column: string;
  ms: number;
}

/** Clicks every heading twice, each column in both directions, in a page that has no answers kept from before. */
async function sortAll(browser: Browser, app: ServedApp, cookie: string): Promise<Sorted[]> {
  const page = await openApp(browser, app, cookie, 'frame-recorder.js');
  await page.evaluate('earmarkBench.firstRows');
  await sleep(1000);
  const headings = page.locator('[role="grid"] [role="columnheader"] button');
  const found: Sorted[] = [];
  for (const [column, heading] of (await headings.all()).entries()) {
    for (let click = 0; click < 2; click += 1) {
      await page.evaluate(`earmarkBench.watchSort(${column})`);
      await heading.click();
      const ms = z.number().parse(await page.evaluate('earmarkBench.sorted'));
      found.push({ column: (await heading.textContent()) ?? String(column), ms });
      await sleep(200);
    }
  }
  await page.context().close();
  return found;
}

interface Found {
  calls: number;
  firstRows: number[];
  ours: MoveFrames[];
  empty: MoveFrames[];
  sorts: Sorted[];
  peakMb: number | null;
}

interface FrameFigures extends Spread {
  over17: number;
  over25: number;
  over33: number;
  unfilled: number;
}

function figuresOf({ deltas, unfilled }: Pick<MoveFrames, 'deltas' | 'unfilled'>): FrameFigures {
  return {
    ...spreadOf(deltas),
    over17: countOver(deltas, 16.7),
    over25: countOver(deltas, 25),
    over33: countOver(deltas, 33.4),
    unfilled,
  };
}

function together(all: readonly MoveFrames[]): FrameFigures {
  return figuresOf({ deltas: all.flatMap((one) => one.deltas), unfilled: all.reduce((n, one) => n + one.unfilled, 0) });
}

function report({ calls, firstRows, ours, empty, sorts, peakMb }: Found): Report {
  const line = (name: string, figures: FrameFigures): string[] => {
    const share = (count: number): string => `${count} (${show((count / figures.n) * 100)} %)`;
    const { n, over17, over25, over33, unfilled, p50, p95, p99, max } = figures;
    return [
      name,
      String(n),
      share(over17),
      share(over25),
      share(over33),
      ...[p50, p95, p99, max].map(show),
      share(unfilled),
    ];
  };
  const columns = [...new Set(sorts.map((sort) => sort.column))].map((column) => ({
    column,
    ...spreadOf(sorts.filter((sort) => sort.column === column).map((sort) => sort.ms)),
  }));
  const all = spreadOf(sorts.map((sort) => sort.ms));
  const perMove = ours.map((one) => ({ move: one.move, travelledPx: one.travelledPx, ...figuresOf(one) }));
  const perMoveEmpty = empty.map((one) => ({ move: one.move, travelledPx: one.travelledPx, ...figuresOf(one) }));
  const head = ['', 'frames', '> 16.7 ms', '> 25 ms', '> 33.4 ms', 'p50', 'p95', 'p99', 'max', 'middle not filled'];
  return {
    tables: [
      {
        title: `Frames while scrolling ${calls} calls (time between two of requestAnimationFrame, ms)`,
        head,
        rows: [
          ...perMove.map((one) => line(one.move, one)),
          line('Earmark, all', together(ours)),
          line('empty page of the same height, all', together(empty)).with(-1, ''),
        ],
      },
      {
        title: `Sorting ${calls} calls: click on the heading -> rows painted in the new order, ms`,
        head: ['', 'n', 'p50', 'p95', 'max'],
        rows: [...columns, { column: 'all', ...all }].map(({ column, n, p50, p95, max }) => [
          column,
          String(n),
          ...[p50, p95, max].map(show),
        ]),
      },
    ],
    figures: { calls, firstRowsMs: firstRows, ours: perMove, empty: perMoveEmpty, sorts: columns, peakMb },
    notes: [
      `first rows on screen ${showRuns(firstRows, median(firstRows))} ms after navigation in a fresh browser (n=${firstRows.length})`,
      `most memory of the renderer after the scrolling: ${peakMb === null ? '-' : show(peakMb)} MB RSS`,
      'the headless frame clock ticks every 16.67 ms give or take some tenths: "> 16.7" is noise as far as the empty page has it too; a frame that was missed is "> 25"',
    ],
  };
}
