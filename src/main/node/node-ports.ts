import { existsSync, mkdirSync } from 'node:fs';
import type { Logger, Ports } from '../ports.ts';
import { systemClock } from './clock.ts';
import { type DataDirs, defaultDataDir, planDataDirs } from './data-dirs.ts';
import { createDemoStarter } from './demo.ts';
import { findDemoDir, findInstallDir, findUiDir, readVersion } from './install-dir.ts';
import { createLogger } from './logger.ts';
import { createNodeFetch, createNodeSend } from './node-network.ts';
import { createSessionSecrets, takeEnvironmentKey } from './session-secrets.ts';

export interface NodePortsOptions {
  /** From `--data-dir`; null = the user's data folder. */
  dataDir: string | null;
  demo: boolean;
  /** Environment variable that holds the API key. */
  apiKeyEnv: string;
  /** Whether folders that are missing are made. A command that only reads leaves no trace of a mistyped folder. */
  create: boolean;
}

/** What plain Node lends to the app: session secrets, undici, real time, a log file in the data folder. */
export function createNodePorts(options: NodePortsOptions): { ports: Ports; close(): void } {
  const installDir = findInstallDir();
  const dirs = planDataDirs(options.dataDir, options.demo, defaultDataDir(process.platform, process.env));
  if (options.create) mkdirSync(dirs.own, { recursive: true, mode: 0o700 });
  const logger = createLogger({ dir: existsSync(dirs.own) ? dirs.logs : null, stderr: process.stderr });
  const demoDir = findDemoDir(installDir, null);
  return { ports: buildPorts(options, installDir, dirs, demoDir, logger), close: () => logger.close() };
}

function buildPorts(
  options: NodePortsOptions,
  installDir: string,
  dirs: DataDirs,
  demoDir: string | null,
  logger: Logger,
): Ports {
  return {
    clock: systemClock,
    send: createNodeSend(process.env),
    fetch: createNodeFetch(process.env),
    random: Math.random,
    logger,
    secrets: createSessionSecrets(takeEnvironmentKey(process.env, options.apiKeyEnv)),
    paths: { own: dirs.own, demo: dirs.demo, ui: findUiDir(installDir) },
    capabilities: { host: 'web', keyring: false, demo: demoDir !== null, revealFile: false, pdf: false },
    version: readVersion(installDir),
    ...(demoDir === null ? {} : { startDemo: createDemoStarter(demoDir) }),
  };
}
