import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { Logger } from '../ports.ts';
import { appOrigin } from './app-url.ts';
import { readWindowState, restoreWindow, smallestWindow, writeWindowState } from './window-state.ts';

interface MainWindowOptions {
  installDir: string;
  /** Electron's in-memory session that serves the app scheme. */
  partition: string;
  statePath: string;
  logger: Logger;
}

/** The only place that makes a window. `webPreferences` is a literal: nothing is ever spread into it. */
export function openMainWindow({ installDir, partition, statePath, logger }: MainWindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...bounds } = restoreWindow(readWindowState(statePath), screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Earmark',
    webPreferences: {
      preload: join(installDir, 'out', 'preload', 'index.cjs'),
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Chromium would fetch dictionaries from its own servers.
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(statePath, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  reloadOnceAfterCrash(window, logger);
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** A page that died comes back once; if it dies again, something in it is broken for good. */
function reloadOnceAfterCrash(window: BrowserWindow, logger: Logger): void {
  let reloaded = false;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.error({ reason, exitCode }, 'the page process ended');
    if (reason === 'clean-exit' || reloaded) return;
    reloaded = true;
    window.webContents.reload();
  });
}
