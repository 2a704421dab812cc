import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openBrowser } from './lib/browser.ts';
import { prepareCalls } from './lib/prepare-calls.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { countOver, spreadOf } from './lib/stats.ts';
import { show, showRatio } from './lib/table.ts';
import { openAlone, openInApp, servePages, type WaveSubject } from './lib/wave-subjects.ts';

const framesSchema = z.array(z.number());
/** A frame of 60 a second, and the least that means that one was missed. */
const MISSED_MS = 25;

interface MoveFrames {
  move: 'zoom' | 'scrub';
  deltas: number[];
}

interface Measured {
  name: string;
  moves: MoveFrames[];
}

export const waveZoom: Benchmark = {
  name: 'wave-zoom',
  about: 'frames while zooming and scrubbing a 60-minute stereo call with 600 turns, against wavesurfer.js',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const minutes = quick ? 3 : 60;
    log(`making a call of ${minutes} minutes and syncing it`);
    const { served, lengths } = await prepareCalls(scope, [minutes], 1);
    const [length] = lengths;
    if (length === undefined) throw new Error('no call was made');
    const base = await servePages(scope, length);
    const browser = await openBrowser(scope);
    const subjects = [
      () => openInApp(browser, served, length),
      () => openAlone(browser, base, 'canvas', length),
      () => openAlone(browser, base, 'wavesurfer', length),
    ];
    const measured: Measured[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      for (const open of subjects) {
        const subject = await open();
        log(`round ${round + 1}: ${subject.name}`);
        const moves = [await zoomInAndOut(subject, quick), await scrub(subject, quick)];
        const known = measured.find((one) => one.name === subject.name);
        if (known === undefined) measured.push({ name: subject.name, moves });
        else known.moves.push(...moves);
        await subject.close();
      }
    }
    return report(measured, length.minutes, length.turns);
  },
};

async function boxOf({ page, selector }: WaveSubject) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`nothing to look at at ${selector}`);
  return box;
}

/** One step of the wheel per frame, as a trackpad gives them, in to some seconds and out again. */
async function zoomInAndOut(subject: WaveSubject, quick: boolean): Promise<MoveFrames> {
  const { page } = subject;
  const box = await boxOf(subject);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  const whole = await subject.shownMs();
  const steps = quick ? 30 : 90;
  await page.keyboard.down('Control');
  await page.evaluate('earmarkFrames.record()');
  for (const direction of [-1, 1]) {
    for (let step = 0; step < steps; step += 1) {
      await page.mouse.wheel(0, direction * 25);
      await sleep(10);
    }
    if (direction === 1) continue;
    const shown = await subject.shownMs();
    if (shown > whole / 4) throw new Error(`${subject.name} still shows ${shown} of ${whole} ms after zooming in`);
  }
  const deltas = framesSchema.parse(await page.evaluate('earmarkFrames.stop()'));
  await page.keyboard.up('Control');
  await sleep(500);
  return { move: 'zoom', deltas };
}

/** The pointer held down from one end to the other and back, zoomed in to a few minutes. */
async function scrub(subject: WaveSubject, quick: boolean): Promise<MoveFrames> {
  const { page } = subject;
  const box = await boxOf(subject);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 40, y);
  await page.keyboard.down('Control');
  for (let step = 0; step < 30; step += 1) await page.mouse.wheel(0, -25);
  await page.keyboard.up('Control');
  await sleep(500);
  await page.evaluate('earmarkFrames.record()');
  await page.mouse.down();
  const steps = quick ? 40 : 150;
  for (let step = 0; step <= 2 * steps; step += 1) {
    const share = step <= steps ? step / steps : 2 - step / steps;
    await page.mouse.move(box.x + 40 + share * (box.width - 80), y);
    await sleep(10);
  }
  await page.mouse.up();
  return { move: 'scrub', deltas: framesSchema.parse(await page.evaluate('earmarkFrames.stop()')) };
}

function report(measured: readonly Measured[], minutes: number, turns: number): Report {
  const figures = measured.flatMap(({ name, moves }) =>
    (['zoom', 'scrub'] as const).map((move) => {
      const deltas = moves.filter((one) => one.move === move).flatMap((one) => one.deltas);
      return { name, move, ...spreadOf(deltas), missed: countOver(deltas, MISSED_MS) };
    }),
  );
  const opponent = (move: string) => figures.findLast((one) => one.move === move);
  return {
    tables: [
      {
        title: `Frames while zooming and scrubbing a call of ${minutes} min with ${turns} turns (time between two, ms)`,
        head: ['', 'n', 'p50', 'p95', 'p99', 'max', `> ${MISSED_MS} ms`, '%', 'p95 of wavesurfer.js / this'],
        rows: figures.map(({ name, move, n, p50, p95, p99, max, missed }) => [
          `${move}: ${name}`,
          String(n),
          ...[p50, p95, p99, max].map(show),
          String(missed),
          show((100 * missed) / n),
          showRatio(opponent(move)?.p95 ?? 0, p95),
        ]),
      },
    ],
    figures: { minutes, turns, frames: figures },
    notes: [
      'real wheel and mouse events, one about every 10 ms; wavesurfer.js is given its peaks (100 a second) and does not decode',
      'the headless frame clock ticks every 16.67 ms give or take some tenths: a frame that was missed is "> 25"',
    ],
  };
}
