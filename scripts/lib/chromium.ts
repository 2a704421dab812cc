import { findProgram } from './find-program.ts';
import { runCommand } from './run-tool.ts';

/** The system's Chromium (or Chrome); `EARMARK_CHROMIUM` names another. Null when there is none. */
export function findChromium(): string | null {
  const named = process.env.EARMARK_CHROMIUM;
  return named ?? findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** As `findChromium`, but installs Debian's where that can be done without asking. */
export async function ensureChromium(): Promise<string | null> {
  const found = findChromium();
  if (found !== null) return found;
  const apt = findProgram('apt-get');
  if (apt === null || process.getuid?.() !== 0) return null;
  console.error('Chromium is missing; installing it with apt.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(apt, ['update', '-q'], env);
  await runCommand(apt, ['install', '-qy', '--no-install-recommends', 'chromium'], env);
  return findChromium();
}
