import { spawn } from 'node:child_process';
import { createHandler } from '../../http/handler.ts';
import { keepYoungGenerationSmall } from '../../memory/young-generation.ts';
import { createFetchRpc } from '../../rpc/transports/fetch.ts';
import { loadNetwork } from '../node-network.ts';
import { createNodePorts } from '../node-ports.ts';
import { startWebHost } from '../web-host.ts';
import { type Command, defaultApiKeyEnv } from './parse-command.ts';

/** How long closing may take before the process ends anyway. */
const closeWithinMs = 1800;

/** Serves the app to a browser until SIGTERM or SIGINT; returns the exit code. */
export async function serve(command: Extract<Command, { name: 'serve' }>): Promise<number> {
  keepYoungGenerationSmall();
  const stopped = waitForStop();
  const host = createNodePorts({
    dataDir: command.dataDir,
    demo: command.demo,
    apiKeyEnv: defaultApiKeyEnv,
    create: true,
  });
  const [{ createApp }] = await Promise.all([import('../../app.ts'), loadNetwork()]);
  const app = await createApp(host.ports, { start: command.demo ? 'demo' : 'last' });
  const handle = createHandler({
    ui: host.ports.paths.ui,
    media: app.media,
    handouts: app.handouts,
    rpc: createFetchRpc(app.router, host.ports.logger),
    policy: { ownOrigin: (request) => new URL(request.url).origin },
    logger: host.ports.logger,
  });
  const web = await startWebHost({ handle, port: command.port, logger: host.ports.logger });
  announce(command, web.url);
  if (command.open) openBrowser(web.url);
  await stopped;
  await withinMs(closeWithinMs, Promise.all([web.close(), app.close()]));
  host.close();
  return 0;
}

function announce(command: { json: boolean }, url: string): void {
  if (command.json) return void process.stdout.write(`${JSON.stringify({ url })}\n`);
  process.stdout.write(
    `Earmark is ready at\n\n  ${url}\n\nThe link works in one browser only. Keep this running; Ctrl+C ends it.\n`,
  );
}

/** Resolves at the first signal; a second one ends the process at once, as Node does by default. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** Tries to open the link; where that cannot be done the printed link is all there is. */
function openBrowser(url: string): void {
  const [file, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
