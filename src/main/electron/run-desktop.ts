import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, Menu, session } from 'electron';
import { createApp } from '../app.ts';
import { createHandler } from '../http/handler.ts';
import type { DataDirs } from '../node/data-dirs.ts';
import { findInstallDir } from '../node/install-dir.ts';
import { createLogger } from '../node/logger.ts';
import type { Logger } from '../ports.ts';
import { createMessagePortRpc } from '../rpc/transports/message-port.ts';
import { acceptPorts } from './accept-ports.ts';
import { appOrigin } from './app-url.ts';
import { createDesktopPorts } from './desktop-ports.ts';
import { guardDownloads } from './downloads.ts';
import { openMainWindow } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { restrictPermissions } from './permissions.ts';
import { blockEgress, serveAppScheme } from './serve-app-scheme.ts';

/** In memory (no `persist:`), so that no call data reaches Chromium's disk cache. */
const partition = 'earmark';

interface DesktopOptions {
  dirs: DataDirs;
  demo: boolean;
}

/** Everything that needs Electron to be ready: the app, its page and its window. */
export async function runDesktop({ dirs, demo }: DesktopOptions): Promise<void> {
  const installDir = findInstallDir();
  const logger = createLogger({ dir: dirs.logs, stderr: process.stderr });
  const ports = await createDesktopPorts(installDir, dirs, logger);
  const earmark = await createApp(ports, { start: demo ? 'demo' : 'last' });

  const handle = createHandler({
    ui: ports.paths.ui,
    media: earmark.media,
    handouts: earmark.handouts,
    rpc: null,
    policy: { ownOrigin: () => appOrigin },
    logger,
  });
  const pageSession = session.fromPartition(partition, { cache: false });
  restrictPermissions(session.defaultSession);
  restrictPermissions(pageSession);
  blockEgress(pageSession);
  guardDownloads(pageSession, app.getPath('downloads'));
  serveAppScheme(pageSession, handle, logger);
  const rpc = createMessagePortRpc(earmark.router, logger);
  acceptPorts(ipcMain, (port) => rpc.serve(port), logger);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform: process.platform, developing: !app.isPackaged })),
  );

  const statePath = join(dirs.own, 'window.json');
  keepOneWindow(() => openMainWindow({ installDir, partition, statePath, logger }));
  closeBeforeQuit(() => earmark.close(), logger);
}

/** Opens the window, and brings it back when Earmark is started a second time or its icon is clicked. */
function keepOneWindow(open: () => BrowserWindow): void {
  let window: BrowserWindow | null = null;
  const show = (): void => {
    if (window === null) {
      window = open();
      window.on('closed', () => {
        window = null;
      });
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  show();
}

/** Lets the app finish its transaction and stop its downloads; two seconds at most. */
function closeBeforeQuit(close: () => Promise<void>, logger: Logger & { close(): void }): void {
  let closing = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, 2000));
    void Promise.race([close(), late])
      .catch((error: unknown) => logger.error({ err: error }, 'closing failed'))
      .finally(() => {
        logger.close();
        app.exit(0);
      });
  });
}
