import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter } from 'vitest/node';
import { reportsDir } from './root.ts';

/** Beside `vitest.json`, which has no room for them. */
export const unhandledReport = 'vitest-unhandled.json';

/** Writes down what belongs to no test of a vitest run: a process of tests that died, a promise that nobody caught. */
// biome-ignore lint/style/noDefaultExport: that is how vitest loads a reporter.
export default class ReportUnhandled implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (_modules, errors) => {
    if (errors.length === 0) return;
    const texts = errors.map((error) =>
      [error.stack ?? error.message, ...(error.cause ? [`caused by ${error.cause.message}`] : [])].join('\n'),
    );
    writeFileSync(join(reportsDir, unhandledReport), JSON.stringify(texts));
  };
}
