import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BrowserWindow, type PrintToPDFOptions } from 'electron';

/** The little of a window that printing needs. */
export interface PrintWindow {
  loadFile(path: string): Promise<void>;
  readonly webContents: { printToPDF(options: PrintToPDFOptions): Promise<Uint8Array> };
  destroy(): void;
}

/** A window that is never shown and runs no script, in a session of its own that keeps nothing. */
export function openPrintWindow(): PrintWindow {
  return new BrowserWindow({
    show: false,
    webPreferences: {
      partition: 'earmark-print',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      javascript: false,
      spellcheck: false,
    },
  });
}

/** Prints pages to PDF by way of a file in `folder`, which is removed. The page's own style says paper and margins. */
export function createPdfPrinter(open: () => PrintWindow, folder: string): (html: string) => Promise<Uint8Array> {
  return async (html) => {
    const path = join(folder, `print-${randomUUID()}.html`);
    await writeFile(path, html, { mode: 0o600 });
    const window = open();
    try {
      await window.loadFile(path);
      return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    } finally {
      window.destroy();
      await rm(path, { force: true });
    }
  };
}
