import { isAppError } from '#shared/model/errors.ts';
import { collectYoungAlone } from '../memory/young-generation.ts';
import { parseCommand } from './cli/parse-command.ts';
import { findInstallDir, readVersion } from './install-dir.ts';

/** The `earmark` command: 0 = all done, 1 = something failed, 2 = wrong usage. */
async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseCommand(argv);
  switch (parsed.kind) {
    case 'show':
      process.stdout.write(parsed.text);
      return 0;
    case 'version':
      process.stdout.write(`${readVersion(findInstallDir())}\n`);
      return 0;
    case 'wrong':
      process.stderr.write(`earmark: ${parsed.problem}\n\n${parsed.usage}`);
      return 2;
    case 'run': {
      const { command } = parsed;
      if (command.name === 'serve') return (await import('./cli/serve.ts')).serve(command);
      return (await import('./cli/run-service.ts')).runService(command);
    }
  }
}

collectYoungAlone();
for (const stream of [process.stdout, process.stderr]) stream.on('error', onPrintError);
// Whatever is created, the database's own files included, is for its owner only.
process.umask(0o077);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`earmark: ${explain(error)}\n`);
  process.exitCode = 1;
}
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
// Whatever is still open (a worker, a socket that would not close) must not keep a finished command alive.
process.exit();

/** Who reads what is printed may be gone (`| head -1`): the work goes on, and its exit code tells how it went. */
function onPrintError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function explain(error: unknown): string {
  if (isAppError(error)) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'That port is taken; try another.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
