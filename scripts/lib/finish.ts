import { mkdirSync, rmSync } from 'node:fs';
import { formatSummary, readReports, summarise } from './ci-summary.ts';
import { readFailures } from './failures.ts';
import { reportsDir } from './root.ts';
import { runSteps, type Step } from './steps.ts';

/** Runs the steps and ends with one line on stdout; any failure makes the exit code 1. */
export async function runAndSummarise(steps: readonly Step[]): Promise<void> {
  rmSync(reportsDir, { recursive: true, force: true });
  mkdirSync(reportsDir, { recursive: true });
  const failed = await runSteps(steps);
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  for (const failure of readFailures()) console.error(failure);
  const counts = summarise(readReports(), failed);
  console.log(formatSummary(counts));
  process.exitCode = failed.length > 0 || counts.failed > 0 ? 1 : 0;
}
