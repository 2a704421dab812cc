import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { net, safeStorage, session } from 'electron';
import { systemClock } from '../node/clock.ts';
import type { DataDirs } from '../node/data-dirs.ts';
import { createDemoStarter } from '../node/demo.ts';
import { findDemoDir, findUiDir, readVersion } from '../node/install-dir.ts';
import type { Logger, Ports } from '../ports.ts';
import { createKeyringSecrets } from './keyring-secrets.ts';
import { createNetFetch } from './net-fetch.ts';
import { createPdfPrinter, openPrintWindow } from './print-pdf.ts';
import { sendByFetch } from './send-by-fetch.ts';

/** What Electron lends to the app: the OS keyring and Chromium's network stack; the rest is as in plain Node. */
export async function createDesktopPorts(installDir: string, dirs: DataDirs, logger: Logger): Promise<Ports> {
  mkdirSync(dirs.own, { recursive: true, mode: 0o700 });
  const secrets = await createKeyringSecrets({
    safeStorage,
    platform: process.platform,
    path: join(dirs.own, 'keys.json'),
    logger,
  });
  const network = session.fromPartition('earmark-network', { cache: false });
  const demoDir = findDemoDir(installDir, process.resourcesPath);
  const fetch = createNetFetch(network, (options) => net.request({ ...options, session: network }));
  return {
    clock: systemClock,
    send: sendByFetch(fetch),
    fetch,
    random: Math.random,
    logger,
    secrets,
    paths: { own: dirs.own, demo: dirs.demo, ui: findUiDir(installDir) },
    capabilities: {
      host: 'electron',
      keyring: secrets.note === null,
      demo: demoDir !== null,
      revealFile: false,
      pdf: true,
    },
    printPdf: createPdfPrinter(openPrintWindow, dirs.own),
    version: readVersion(installDir),
    ...(demoDir === null ? {} : { startDemo: createDemoStarter(demoDir) }),
  };
}
