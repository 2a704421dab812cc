import { isAppError } from '#shared/model/errors.ts';
import type { Ports } from '../../ports.ts';
import { createNodePorts } from '../node-ports.ts';
import { describeResult } from './describe-result.ts';
import { fileFailure } from './file-failure.ts';
import { type Command, defaultApiKeyEnv } from './parse-command.ts';

/** Runs one of the services and prints its result; returns the exit code. */
export async function runService(command: Exclude<Command, { name: 'serve' }>): Promise<number> {
  try {
    const { exitCode, result } = await withPorts(command, (ports) => callService(command, ports, stopSignal()));
    process.stdout.write(command.json ? `${JSON.stringify(result)}\n` : describeResult(command.name, result));
    return exitCode;
  } catch (error) {
    const expected = isAppError(error) ? error : fileFailure(error);
    if (!expected) throw error;
    const { code, message } = expected;
    if (command.json) process.stdout.write(`${JSON.stringify({ ok: false, code, message })}\n`);
    process.stderr.write(`earmark: ${message}\n`);
    return 1;
  }
}

async function withPorts<T>(
  command: Exclude<Command, { name: 'serve' }>,
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  const host = createNodePorts({
    dataDir: command.dataDir,
    demo: false,
    apiKeyEnv: command.name === 'sync' ? command.apiKeyEnv : defaultApiKeyEnv,
    // A colleague without access to the API begins with a bundle.
    create: command.name === 'sync' || command.name === 'import',
  });
  try {
    return await work(host.ports);
  } finally {
    host.close();
  }
}

async function callService(
  command: Exclude<Command, { name: 'serve' }>,
  ports: Ports,
  signal: AbortSignal,
): Promise<{ exitCode: 0 | 1; result: object }> {
  const { runStatus, runSync, runVerify } = await import('../../cli-services.ts');
  const { exportBundle } = await import('../../cli-bundle.ts');
  const { runExport, runImport } = await import('../../cli-exchange.ts');
  switch (command.name) {
    case 'sync': {
      const { baseUrl, apiKeyEnv, recordings } = command;
      return runSync(ports, { ...(baseUrl === null ? {} : { baseUrl }), apiKeyEnv, recordings, signal });
    }
    case 'export':
      return command.format === 'bundle' ? exportBundle(ports, command) : runExport(ports, command, signal);
    case 'import':
      return runImport(ports, command);
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
