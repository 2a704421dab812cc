import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';

/** What is done to a scroller of any page, the same way each time. */
export interface ScrollTarget {
  page: Page;
  cdp: CDPSession;
  selector: string;
  /** Shorter moves, to try. */
  quick: boolean;
}

export interface Move {
  name: string;
  run(target: ScrollTarget): Promise<void>;
}

/** A continuous wheel scroll of so many CSS pixels a second, made inside of the browser. Negative goes down. */
function wheel(name: string, pixelsPerSecond: number, seconds: number, down: boolean): Move {
  return {
    name,
    run: async (target) => {
      const { x, y } = await middleOf(target);
      const distance = pixelsPerSecond * (target.quick ? 1 : seconds);
      await target.cdp.send('Input.synthesizeScrollGesture', {
        x,
        y,
        yDistance: down ? -distance : distance,
        speed: pixelsPerSecond,
        gestureSourceType: 'mouse',
        preventFling: true,
      });
    },
  };
}

const keys = (name: string, pressed: readonly string[], pauseMs: number): Move => ({
  name,
  run: async ({ page, selector }) => {
    await page.locator(selector).focus();
    for (const key of pressed) {
      await page.keyboard.press(key);
      await sleep(pauseMs);
    }
  },
});

const dragThumb: Move = {
  name: 'scroll bar dragged, top to bottom and back',
  run: async (target) => {
    const { page } = target;
    const box = await boxOf(target);
    const x = box.x + box.width - 6;
    const [top, bottom] = [box.y + 24, box.y + box.height - 24];
    await page.mouse.move(x, top);
    await page.mouse.down();
    const steps = target.quick ? 30 : 180;
    for (let step = 0; step <= 2 * steps; step += 1) {
      const share = step <= steps ? step / steps : 2 - step / steps;
      await page.mouse.move(x, top + share * (bottom - top));
      await sleep(14);
    }
    await page.mouse.up();
  },
};

/** In this order; each starts where the one before left off. */
export const moves: readonly Move[] = [
  wheel('wheel down, 1,500 px/s', 1500, 8, true),
  wheel('wheel down, 10,000 px/s', 10_000, 6, true),
  wheel('wheel up, 10,000 px/s', 10_000, 6, false),
  keys(
    'PageDown held',
    Array.from({ length: 90 }, () => 'PageDown'),
    33,
  ),
  keys('End, Home, ...', ['End', 'Home', 'End', 'Home', 'End', 'Home'], 500),
  dragThumb,
];

async function boxOf({ page, selector }: ScrollTarget) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`nothing to scroll at ${selector}`);
  return box;
}

async function middleOf(target: ScrollTarget): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = await boxOf(target);
  return { x: x + width / 2, y: y + height / 2 };
}
