import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reportsDir } from './root.ts';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Counts of a vitest run; a file that could not even be loaded has no tests and counts as one failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = vitestReport.parse(report);
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests + numTodoTests };
}

/** Counts of a Playwright run; a test that passed only when repeated has not passed. */
export function countPlaywright(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * Sums the reports of a run. A step that failed without a failed test to show for it (a lint error, a crash, a report
 * that was never written) counts as one failure, so that the line can never look green when the run is not.
 */
export function summarise(reports: readonly Counts[], failedSteps: readonly string[]): Counts {
  const sum = (key: keyof Counts): number => reports.reduce((total, counts) => total + counts[key], 0);
  const testSteps = failedSteps.filter((name) => isTestStep(name)).length;
  const untold = testSteps > 0 && sum('failed') === 0 ? testSteps : 0;
  return {
    passed: sum('passed'),
    failed: sum('failed') + failedSteps.length - testSteps + untold,
    skipped: sum('skipped'),
  };
}

function isTestStep(name: string): boolean {
  return name.startsWith('unit tests') || name.startsWith('end to end');
}

/** The reports that this run wrote. */
export function readReports(): Counts[] {
  const sources = [
    ['vitest.json', countVitest],
    ['playwright-screens.json', countPlaywright],
    ['playwright-sound.json', countPlaywright],
  ] as const;
  return sources.flatMap(([file, count]) => {
    const report = readReport(file);
    return report === undefined ? [] : [count(report)];
  });
}

/** A report of this run; undefined where its step did not come to write one. */
export function readReport(file: string): unknown {
  const path = join(reportsDir, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** The one line at the end. */
export function formatSummary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
