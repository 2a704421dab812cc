import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
});
const windowStateSchema = z.object({ bounds: rectangle, maximized: z.boolean() });

export type Rectangle = z.infer<typeof rectangle>;
export type WindowState = z.infer<typeof windowStateSchema>;

export const smallestWindow = { width: 900, height: 600 };
const firstWindow = { width: 1360, height: 860 };
/** So much of the title bar must be on a screen that the window can be taken hold of. */
const gripPx = 80;

/** Where the window opens: as it was left, unless that is on no screen any more. */
export function restoreWindow(
  saved: WindowState | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number; maximized: boolean } {
  if (saved === null) return { ...firstWindow, maximized: false };
  const { bounds, maximized } = saved;
  const width = Math.max(bounds.width, smallestWindow.width);
  const height = Math.max(bounds.height, smallestWindow.height);
  const wanted = { x: bounds.x, y: bounds.y, width, height };
  const reachable = screens.some((screen) => overlapX(wanted, screen) >= gripPx && isInside(bounds.y, screen));
  return reachable ? { ...wanted, maximized } : { width, height, maximized };
}

function overlapX(a: Rectangle, b: Rectangle): number {
  return Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
}

function isInside(y: number, screen: Rectangle): boolean {
  return y >= screen.y && y < screen.y + screen.height - gripPx / 2;
}

/** The remembered state; null when there is none or it cannot be read. */
export function readWindowState(path: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Remembers the state; that it could not be written is no reason to bother anyone. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(`${path}.tmp`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  } catch {
    // The window opens in its first place next time.
  }
}
