import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Contract } from '#shared/contract/index.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import { openApp, openBrowser } from './lib/browser.ts';
import { connectRpc } from './lib/earmark.ts';
import { prepareCalls, type Served } from './lib/prepare-calls.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import type { Scope } from './lib/scope.ts';
import { moves } from './lib/scroll-moves.ts';
import { countOver, type Spread, spreadOf } from './lib/stats.ts';
import { show, showRatio } from './lib/table.ts';

const MINUTES = 5;
const SPREAD_OVER = 200;
/** The first key presses, which warm the page up. */
const WARM_UP = 3;
const notedSchema = z.object({ shown: z.number(), stored: z.number() });
const framesSchema = z.object({ deltas: z.array(z.number()), travelledPx: z.number() });
const list = 'section[aria-label="Notes"]';

interface Keyed {
  name: string;
  shown: Spread;
  stored: Spread;
}

export const annotate: Benchmark = {
  name: 'annotate',
  about:
    'from the key press to the note on screen and on the disk, with 10,000 annotations and with none; 10,000 on one call',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const many = quick ? 500 : 10_000;
    const presses = quick ? 5 : 50;
    log('making calls and syncing them');
    const { served, lengths } = await prepareCalls(scope, [MINUTES], 3);
    const [none = '', spread = '', full = ''] = (lengths[0]?.rows ?? []).map((row) => `${MINUTES}-min-${row}`);
    const rpc = connectRpc(served.app, served.cookie);

    const keyed: Keyed[] = [];
    log('no annotations yet');
    keyed.push(await pressKeys(scope.child(), served, none, 'none in the workspace', presses));
    log(`${many} annotations on other calls`);
    for (let call = 0; call < SPREAD_OVER; call += 1) {
      await addNotes(rpc, `another-${call}`, Math.ceil(many / SPREAD_OVER), MINUTES * 60_000);
    }
    keyed.push(await pressKeys(scope.child(), served, spread, `${many} in the workspace`, presses));
    log(`${many} annotations on one call`);
    await addNotes(rpc, full, many, MINUTES * 60_000);
    const opened = await openLists(scope.child(), served, {
      few: spread,
      fewNotes: presses + WARM_UP,
      full,
      many,
      quick,
    });
    const frames = await scrollList(scope.child(), served, full, quick);
    keyed.push(await pressKeys(scope.child(), served, full, `${many} on this very call`, presses));
    return report({ keyed, opened, frames, many, fewNotes: presses + WARM_UP });
  },
};

/** Annotations as a reviewer makes them: half on moments, half on ranges, some with tags, all with words. */
async function addNotes(rpc: ContractRouterClient<Contract>, callId: string, count: number, durationMs: number) {
  const tags = ['tag:asr-misheard', 'tag:turn-cut-off', 'tag:latency-slow', 'tag:policy-wrong'];
  const changes = Array.from({ length: count }, (_, at): ReviewChange => {
    const startMs = Math.round((at / count) * (durationMs - 3000));
    const anchor =
      at % 2 === 0 ? { on: 'point', atMs: startMs } : { on: 'range', startMs, endMs: startMs + 500 + (at % 7) * 300 };
    const text = `Note ${at}: the agent answered **${at % 9} s** late and asked again for what had been said.`;
    const tag = tags[at % 8];
    return {
      kind: 'annotation',
      itemId: `${callId}/${at}`,
      callId,
      set: { anchor, text, tags: tag === undefined ? [] : [tag] },
    };
  });
  for (let from = 0; from < changes.length; from += 1000) {
    await rpc.review.apply({ callId, changes: changes.slice(from, from + 1000) });
  }
}

async function openCall(scope: Scope, served: Served, callId: string, script: string): Promise<Page> {
  const page = await openApp(await openBrowser(scope), served.app, served.cookie, script);
  await page.evaluate(`localStorage.setItem('earmark.call.tab', 'notes')`);
  await page.goto(`${new URL(served.app.url).origin}/#/calls/${encodeURIComponent(callId)}`);
  await page.reload();
  await page.getByLabel('Transcript', { exact: true }).waitFor();
  await sleep(2000);
  return page;
}

async function pressKeys(scope: Scope, served: Served, callId: string, name: string, presses: number): Promise<Keyed> {
  const page = await openCall(scope, served, callId, 'annotate-observer.js');
  const found: z.output<typeof notedSchema>[] = [];
  // The first few warm the page up.
  for (let press = -WARM_UP; press < presses; press += 1) {
    await page.evaluate('earmarkBench.watchNote()');
    await page.keyboard.press('m');
    const noted = notedSchema.parse(await page.evaluate('earmarkBench.noted'));
    if (press >= 0) found.push(noted);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await sleep(100);
  }
  await scope.close();
  return {
    name,
    shown: spreadOf(found.map(({ shown }) => shown)),
    stored: spreadOf(found.map(({ stored }) => stored)),
  };
}

interface Opened {
  few: number[];
  full: number[];
}

/** From going to a call to its list of notes: one with a few, one with all of them, in turn and with nothing kept. */
async function openLists(
  scope: Scope,
  served: Served,
  { few, fewNotes, full, many, quick }: { few: string; fewNotes: number; full: string; many: number; quick: boolean },
): Promise<Opened> {
  const found: Opened = { few: [], full: [] };
  const open = async (callId: string, notes: number): Promise<number> => {
    const page = await openApp(await openBrowser(scope), served.app, served.cookie, 'annotate-observer.js');
    await page.evaluate(`localStorage.setItem('earmark.call.tab', 'notes')`);
    await page.reload();
    await page.locator('[role="grid"] [data-index="0"] [role="gridcell"]').nth(3).waitFor();
    await sleep(1500);
    const hash = `#/calls/${encodeURIComponent(callId)}`;
    const ms = z.number().parse(await page.evaluate(`earmarkBench.openList(${JSON.stringify(hash)}, ${notes})`));
    await page.context().browser()?.close();
    return ms;
  };
  for (let run = 0; run < (quick ? 1 : 3); run += 1) {
    found.few.push(await open(few, fewNotes));
    found.full.push(await open(full, many));
  }
  await scope.close();
  return found;
}

async function scrollList(scope: Scope, served: Served, callId: string, quick: boolean): Promise<number[]> {
  const page = await openCall(scope, served, callId, 'frame-recorder.js');
  await page.locator(`${list} [data-note]`).first().waitFor({ timeout: 60_000 });
  await sleep(1000);
  const cdp = await page.context().newCDPSession(page);
  const deltas: number[] = [];
  for (const move of moves.filter(({ name }) => name.startsWith('wheel'))) {
    await page.evaluate(`earmarkBench.record(${JSON.stringify(list)})`);
    await move.run({ page, cdp, selector: list, quick });
    const frames = framesSchema.parse(await page.evaluate('earmarkBench.stop()'));
    if (frames.travelledPx < 1000) throw new Error(`"${move.name}" moved the notes by ${frames.travelledPx} px`);
    deltas.push(...frames.deltas);
    await sleep(500);
  }
  await scope.close();
  return deltas;
}

function report({
  keyed,
  opened,
  frames,
  many,
  fewNotes,
}: {
  keyed: readonly Keyed[];
  opened: Opened;
  frames: readonly number[];
  many: number;
  fewNotes: number;
}): Report {
  const [baseline] = keyed;
  const few = spreadOf(opened.few);
  const full = spreadOf(opened.full);
  const scrolled = spreadOf(frames);
  const late = countOver(frames, 25);
  return {
    tables: [
      {
        title: 'M pressed -> note on screen, and on the disk, ms',
        head: ['annotations', 'n', 'screen p50', 'p95', 'x none', 'disk p50', 'p95', 'x none'],
        rows: keyed.map(({ name, shown, stored }) => [
          name,
          String(shown.n),
          show(shown.p50),
          show(shown.p95),
          showRatio(shown.p50, baseline?.shown.p50 ?? 0),
          show(stored.p50),
          show(stored.p95),
          showRatio(stored.p50, baseline?.stored.p50 ?? 0),
        ]),
      },
      {
        title: 'Opening a call -> its list of notes, ms',
        head: ['notes on the call', 'n', 'p50', 'max'],
        rows: [
          [String(fewNotes), String(few.n), show(few.p50), show(few.max)],
          [String(many), String(full.n), show(full.p50), show(full.max)],
        ],
      },
      {
        title: `Frames while the list of ${many} notes is scrolled, ms`,
        head: ['frames', 'p50', 'p95', 'p99', 'max', '> 25 ms'],
        rows: [
          [
            String(scrolled.n),
            ...[scrolled.p50, scrolled.p95, scrolled.p99, scrolled.max].map(show),
            `${late} (${show((late / scrolled.n) * 100)} %)`,
          ],
        ],
      },
    ],
    figures: { many, keyed, opened: { few, full }, scrolled: { ...scrolled, over25: late } },
    notes: [
      'on the disk = the end of the answer to review.apply, which the host gives after the commit (synchronous=FULL)',
      'on screen = the end of the frame with the bar of the new note',
    ],
  };
}
