import type { Page } from '@playwright/test';

/** What the reader saw at one frame: the turn marked in the transcript, and where the sound was when the frame was made. */
export interface TurnSample {
  /** `currentTime` before and after the frame was made, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Position of the marked turn, -1 when none is. */
  readonly turn: number;
}

declare global {
  interface Window {
    turnSamples?: TurnSample[];
  }
}

/** Plays the open call from where it is to its end and looks at the transcript after every frame. */
export async function sampleTurns(page: Page, start: () => Promise<void>): Promise<TurnSample[]> {
  await page.evaluate(() => {
    const samples: TurnSample[] = [];
    window.turnSamples = samples;
    const audio = document.querySelector('audio');
    if (audio === null) throw new Error('nothing plays here');
    const later = new MessageChannel();
    let fromMs = 0;
    // A message posted in a frame's callback arrives when that frame's work is done: React's included.
    later.port1.onmessage = () => {
      const marked = document.querySelector('[data-turn] [aria-current="true"]')?.closest('[data-turn]');
      const turn = Number(marked?.getAttribute('data-turn') ?? -1);
      if (!audio.paused) samples.push({ fromMs, toMs: audio.currentTime * 1000, turn });
    };
    const onFrame = () => {
      if (audio.ended) return;
      fromMs = audio.currentTime * 1000;
      later.port2.postMessage(null);
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
  await start();
  await page.waitForFunction(() => document.querySelector('audio')?.ended === true, null, { polling: 250 });
  return page.evaluate(() => window.turnSamples ?? []);
}

/** The samples whose marked turn is not the one of any moment within `toleranceMs` of the frame. */
export function wrongSamples(
  samples: readonly TurnSample[],
  turns: readonly { position: number; startMs: number }[],
  toleranceMs: number,
): TurnSample[] {
  const sorted = [...turns].sort((a, b) => a.startMs - b.startMs);
  const indexAt = (ms: number) => sorted.findLastIndex((turn) => turn.startMs <= ms);
  return samples.filter(({ fromMs, toMs, turn }) => {
    const first = indexAt(fromMs - toleranceMs);
    const last = indexAt(toMs + toleranceMs);
    const right = first < 0 && turn === -1;
    return !right && !sorted.slice(Math.max(0, first), last + 1).some((t) => t.position === turn);
  });
}
