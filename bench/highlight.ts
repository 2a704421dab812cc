import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openApp, openBrowser } from './lib/browser.ts';
import { planDialogue } from './lib/dialogue.ts';
import { prepareCalls } from './lib/prepare-calls.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { spreadOf } from './lib/stats.ts';
import { show } from './lib/table.ts';

const crossedSchema = z.object({ at: z.number().nullable() });

export const highlight: Benchmark = {
  name: 'highlight',
  about: 'how late the marked turn is against the media clock, at 1x and 2x',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const minutes = quick ? 1 : 5;
    log(`making a call of ${minutes} minutes and syncing it`);
    const { served, lengths } = await prepareCalls(scope, [minutes], 1);
    const row = lengths[0]?.rows[0] ?? 0;
    const turns = planDialogue(minutes * 60_000);
    const browser = await openBrowser(scope);
    const page = await openApp(browser, served.app, served.cookie, 'highlight.js');
    await page.locator(`[role="grid"] [data-index="${row}"] [role="gridcell"]`).nth(3).click();
    await page.locator('[data-turn]').first().waitFor();
    // Not `waitForFunction`: the page's content security policy forbids what that does with an expression.
    while ((await page.evaluate("document.querySelector('audio')?.readyState > 1")) !== true) await sleep(50);
    const measured: { rate: number; lateMs: number[]; missed: number }[] = [];
    for (const rate of [1, 2]) {
      log(`at ${rate}x`);
      await page.getByLabel('Speed').selectOption(String(rate));
      const one = { rate, lateMs: [] as number[], missed: 0 };
      for (const [position, { startMs }] of turns.entries()) {
        if (position === 0) continue;
        const { at } = crossedSchema.parse(await page.evaluate(`earmarkHighlight.playOver(${position}, ${startMs})`));
        if (at === null) one.missed += 1;
        // Sound at twice the speed passes twice as much in a frame: what is late is time, not sound.
        else one.lateMs.push((at - startMs) / rate);
      }
      measured.push(one);
    }
    return report(measured);
  },
};

function report(measured: readonly { rate: number; lateMs: number[]; missed: number }[]): Report {
  const rows = measured.map(({ rate, lateMs, missed }) => ({ rate, missed, ...spreadOf(lateMs) }));
  return {
    tables: [
      {
        title: 'Turn begins on the media clock -> it is marked, end of that frame, ms (negative = early)',
        head: ['', 'n', 'min', 'p50', 'p95', 'p99', 'max', 'never marked'],
        rows: rows.map(({ rate, n, min, p50, p95, p99, max, missed }) => [
          `${rate}x`,
          String(n),
          ...[min, p50, p95, p99, max].map(show),
          String(missed),
        ]),
      },
    ],
    figures: { rows },
    notes: [
      'baselines of audio.md D in the same sense, p50 / p99: `timeupdate` 144 / 272, a plain frame loop 9 / 19, the nearer frame 2 / 11',
    ],
  };
}
