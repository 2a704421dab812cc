import { join } from 'node:path';
import { build } from './ensure-build.ts';
import { reportsDir } from './root.ts';
import { runTool } from './run-tool.ts';
import type { Step } from './steps.ts';

const projects = ['shared', 'node', 'electron', 'renderer', 'tests'];

/** Everything that `npm run check` looks at; the unit tests come last because some of them read the bundles. */
export const checkSteps: readonly Step[] = [
  { name: 'format and lint', run: () => runTool('biome', ['ci', '--colors=off', '--diagnostic-level=warn']) },
  {
    name: 'layers',
    run: () => runTool('depcruise', ['--config', '.dependency-cruiser.cjs', 'src/**/*.{ts,tsx}']),
  },
  ...projects.map((project) => ({
    name: `types: ${project}`,
    run: () => runTool('tsc', ['-p', `tsconfig.${project}.json`]),
  })),
  { name: 'unused files and exports', run: () => runTool('knip', ['--no-config-hints']) },
  { name: 'build', run: () => build().then(() => 0) },
  {
    name: 'unit tests and bundles',
    run: () =>
      runTool('vitest', [
        'run',
        '--reporter=dot',
        '--reporter=json',
        `--reporter=${join(import.meta.dirname, 'report-unhandled.ts')}`,
        `--outputFile.json=${join(reportsDir, 'vitest.json')}`,
      ]),
  },
];
