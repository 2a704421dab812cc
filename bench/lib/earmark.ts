import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { Contract } from '#shared/contract/index.ts';
import { fromRoot } from '../../scripts/lib/root.ts';
import { nextLine, runNode, startNode } from './children.ts';
import type { Scope } from './scope.ts';

/** The built command, exactly as users run it; what measures it is preloaded. */
const earmark = fromRoot('out', 'main', 'earmark.js');
const preload = (name: string): string[] => ['--import', new URL(`../children/${name}.ts`, import.meta.url).href];
const keyEnv = 'EARMARK_BENCH_KEY';

const syncResultSchema = z.object({
  ok: z.boolean(),
  calls: z.object({ listed: z.number(), new: z.number(), updated: z.number() }),
  recordings: z.object({ downloaded: z.number() }),
  requests: z.object({ api: z.number(), media: z.number() }),
  durationMs: z.number(),
});
const usageSchema = z.object({ peakMb: z.number(), cpuMs: z.number() });
export type SyncOutcome = z.output<typeof syncResultSchema> & z.output<typeof usageSchema>;

/** `earmark sync` in a process of its own. Throws when anything was not synced. */
export async function runEarmarkSync(
  scope: Scope,
  dataDir: string,
  server: { baseUrl: string; apiKey: string },
  options: { recordings: boolean },
): Promise<SyncOutcome> {
  const usageFile = join(scope.temporaryDir(), 'usage.json');
  const args = ['sync', '--data-dir', dataDir, '--base-url', server.baseUrl, '--api-key-env', keyEnv, '--json'];
  const printed = await runNode(scope, earmark, options.recordings ? args : [...args, '--no-recordings'], {
    nodeArgs: preload('usage-at-exit'),
    env: { [keyEnv]: server.apiKey, EARMARK_BENCH_USAGE: usageFile },
  });
  const result = syncResultSchema.parse(JSON.parse(printed.at(-1) ?? 'null'));
  if (!result.ok) throw new Error(`the sync was not whole: ${printed.at(-1)}`);
  return { ...result, ...usageSchema.parse(JSON.parse(readFileSync(usageFile, 'utf8'))) };
}

export interface ServedApp {
  process: ChildProcess;
  /** The link with the one-time token. */
  url: string;
}

/** `earmark serve` on a workspace, until the scope closes; its event loop can be watched. */
export async function serveEarmark(scope: Scope, dataDir: string): Promise<ServedApp> {
  const child = startNode(scope, earmark, ['serve', '--data-dir', dataDir, '--json'], {
    nodeArgs: preload('loop-monitor'),
  });
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(await nextLine(child)));
  return { process: child.process, url };
}

/** Uses up the one-time token and returns the cookie that it gives, as `name=value`. */
export async function enter(app: ServedApp): Promise<string> {
  const entry = await fetch(app.url, { redirect: 'manual' });
  const cookie = entry.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error('the web host gave no cookie');
  return cookie;
}

/** The app's procedures as its page calls them. */
export function connectRpc(app: ServedApp, cookie: string): ContractRouterClient<Contract> {
  return createORPCClient(new RPCLink({ url: new URL('/rpc', app.url).href, headers: { cookie } }));
}
