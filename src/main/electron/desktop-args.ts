import { parseArgs } from 'node:util';

/** Reads the desktop app's own two switches; Chromium's and Electron's, and a file that was dropped on us, are ignored. */
export function parseDesktopArgs(argv: readonly string[]): { dataDir: string | null; demo: boolean } {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'data-dir': { type: 'string' }, demo: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  });
  const dataDir = values['data-dir'];
  return { dataDir: typeof dataDir === 'string' && dataDir !== '' ? dataDir : null, demo: values.demo === true };
}
