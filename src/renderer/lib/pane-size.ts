const prefix = 'earmark.pane.';

/** A pane's size within its limits; the lower limit wins when the window is too small for both. */
export function clampPaneSize(wantedPx: number, minPx: number, maxPx: number): number {
  return Math.round(Math.max(minPx, Math.min(wantedPx, maxPx)));
}

export function readPaneSize(id: string): number | null {
  const value = Number.parseInt(readStored(prefix + id) ?? '', 10);
  return Number.isFinite(value) && value > 0 ? value : null;
}

export function writePaneSize(id: string, px: number): void {
  writeStored(prefix + id, String(px));
}

/** Local storage can be refused (private windows, full disk); a remembered size is then just not remembered. */
export function readStored(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // Not remembered, see above.
  }
}
