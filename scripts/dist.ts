import { ensureElectron } from './lib/electron-runtime.ts';
import { ensureBuild } from './lib/ensure-build.ts';
import { fromRoot } from './lib/root.ts';
import { runTool } from './lib/run-tool.ts';

const runtimeTimeoutMs = 300_000;

if ((await ensureElectron(runtimeTimeoutMs)) === null) {
  console.error(
    'No package was built: the desktop runtime is not installed and could not be fetched (npx install-electron).',
  );
  process.exitCode = 1;
} else {
  await ensureBuild();
  const local = `-c.electronDist=${fromRoot('node_modules', 'electron', 'dist')}`;
  process.exitCode = await runTool('electron-builder', [local, ...process.argv.slice(2)]);
}
