import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { appScheme } from './electron/app-url.ts';
import { parseDesktopArgs } from './electron/desktop-args.ts';
import { guardContents } from './electron/guard-contents.ts';
import { runDesktop } from './electron/run-desktop.ts';
import { defaultDataDir, planDataDirs } from './node/data-dirs.ts';

const { dataDir, demo } = parseDesktopArgs(process.argv.slice(1));
const dirs = planDataDirs(dataDir, demo, defaultDataDir(process.platform, process.env));

// Whatever is created, the database's own files included, is for its owner only.
process.umask(0o077);
// Chromium's profile, and with it the single-instance lock, belongs to the data folder: two folders, two instances.
const profile = join(dirs.own, 'desktop');
mkdirSync(profile, { recursive: true });
app.setPath('userData', profile);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([appScheme]);
app.on('web-contents-created', (_event, contents) => guardContents(contents));

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(() => runDesktop({ dirs, demo }))
    .catch((error: unknown) => {
      dialog.showErrorBox('Earmark cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
} else {
  app.quit();
}
