import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { createPdfPrinter, type PrintWindow } from './print-pdf.ts';

// Only the runtime has windows; what is tested here is what is done with one.
vi.mock('electron', () => ({ BrowserWindow: class {} }));

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

/** A window that says what it was asked for. */
function windowThat(print: () => Promise<Uint8Array>) {
  const seen: { loaded: string[]; options: unknown[]; destroyed: number } = { loaded: [], options: [], destroyed: 0 };
  const window: PrintWindow = {
    loadFile: async (path) => void seen.loaded.push(readFileSync(path, 'utf8')),
    webContents: {
      printToPDF: (options) => {
        seen.options.push(options);
        return print();
      },
    },
    destroy: () => {
      seen.destroyed += 1;
    },
  };
  return { window, seen };
}

describe('printing to a PDF', () => {
  it('prints the page as its style says, and leaves neither window nor file', async () => {
    const { window, seen } = windowThat(async () => new Uint8Array([37, 80, 68, 70]));
    const pdf = await createPdfPrinter(() => window, place.dir)('<p>page</p>');
    expect([...pdf]).toEqual([37, 80, 68, 70]);
    expect(seen).toEqual({
      loaded: ['<p>page</p>'],
      options: [{ preferCSSPageSize: true, printBackground: true }],
      destroyed: 1,
    });
    expect(readdirSync(place.dir)).toEqual([]);
  });

  it('leaves nothing behind when printing fails', async () => {
    const { window, seen } = windowThat(() => Promise.reject(new Error('no printer')));
    await expect(createPdfPrinter(() => window, place.dir)('x')).rejects.toThrow('no printer');
    expect(seen.destroyed).toBe(1);
    expect(readdirSync(place.dir)).toEqual([]);
  });
});
