import { isAppError } from '#shared/model/errors.ts';
import type { Ports } from '../../ports.ts';
import { createNodePorts } from '../node-ports.ts';
import { describeResult } from './describe-result.ts';
import { type Command, defaultApiKeyEnv } from './parse-command.ts';

/** Runs one of the services and prints its result; returns the exit code. */
export async function runService(command: Exclude<Command, { name: 'serve' }>): Promise<number> {
  const host = createNodePorts({
    dataDir: command.dataDir,
    demo: false,
    apiKeyEnv: command.name === 'sync' ? command.apiKeyEnv : defaultApiKeyEnv,
    create: command.name === 'sync',
  });
  try {
    const { exitCode, result } = await callService(command, host.ports, stopSignal());
    process.stdout.write(command.json ? `${JSON.stringify(result)}\n` : describeResult(command.name, result));
    return exitCode;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (command.json) {
      process.stdout.write(`${JSON.stringify({ ok: false, code: error.code, message: error.message })}\n`);
    }
    process.stderr.write(`earmark: ${error.message}\n`);
    return 1;
  } finally {
    host.close();
  }
}

async function callService(
  command: Exclude<Command, { name: 'serve' }>,
  ports: Ports,
  signal: AbortSignal,
): Promise<{ exitCode: 0 | 1; result: object }> {
  const { runExport, runStatus, runSync, runVerify } = await import('../../cli-services.ts');
  switch (command.name) {
    case 'sync': {
      const { baseUrl, apiKeyEnv, recordings } = command;
      return runSync(ports, { ...(baseUrl === null ? {} : { baseUrl }), apiKeyEnv, recordings, signal });
    }
    case 'export':
      return runExport(ports, { format: command.format, out: command.out });
    case 'verify':
      return runVerify(ports);
    case 'status':
      return runStatus(ports);
  }
}

/** Aborted by the first Ctrl+C or SIGTERM; a second one ends the process at once, as Node does by default. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
