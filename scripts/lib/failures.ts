import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { readReport } from './ci-summary.ts';
import { unhandledReport } from './report-unhandled.ts';

/** Lines of one failure that are said again. */
const MOST_LINES = 30;

const vitestFailures = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
const unhandled = z.array(z.string());
const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  ok: z.boolean(),
  tests: z.array(
    z.object({ results: z.array(z.object({ errors: z.array(z.object({ message: z.string().nullish() })) })) }),
  ),
});
const playwrightSuite = z.object({
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightFailures = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.object({ message: z.string().nullish() })).optional(),
});

/** What failed in a vitest run and how, a text each: tests, also those that passed at a second try only, and files that could not be loaded. */
export function failuresOfVitest(report: unknown): string[] {
  return vitestFailures.parse(report).testResults.flatMap(({ name, status: whole, message, assertionResults }) => {
    if (whole === 'failed' && assertionResults.length === 0) return [tell(name, [message ?? 'did not run'])];
    return assertionResults
      .filter(({ status, failureMessages }) => status === 'failed' || (failureMessages ?? []).length > 0)
      .map(({ fullName, status, failureMessages }) => {
        const again = status === 'failed' ? '' : ' (passed at a second try)';
        return tell(`${name}: ${fullName}${again}`, failureMessages ?? []);
      });
  });
}

/** What failed in a Playwright run and how, a text each, in the order of its files. */
export function failuresOfPlaywright(report: unknown): string[] {
  const { suites, errors } = playwrightFailures.parse(report);
  const ofSuite = (suite: z.infer<typeof playwrightSuite>): string[] => [
    ...suite.specs
      .filter(({ ok }) => !ok)
      .map(({ file, line, title, tests }) =>
        tell(
          `${file}:${line}: ${title}`,
          tests.flatMap(({ results }) =>
            results.flatMap((result) => result.errors.map(({ message }) => message ?? '')),
          ),
        ),
      ),
    ...(suite.suites ?? []).flatMap(ofSuite),
  ];
  return [...suites.flatMap(ofSuite), ...(errors ?? []).map(({ message }) => tell('Playwright', [message ?? '']))];
}

/** What failed in this run: said again at its end, since CI shows the end of a long output and the runners' own accounts are far above it. */
export function readFailures(): string[] {
  const told = <T>(file: string, read: (report: unknown) => T[]): T[] => {
    const report = readReport(file);
    return report === undefined ? [] : read(report);
  };
  return [
    ...told('vitest.json', failuresOfVitest),
    ...told(unhandledReport, (report) => unhandled.parse(report).map((message) => tell('vitest', [message]))),
    ...told('playwright-screens.json', failuresOfPlaywright),
    ...told('playwright-sound.json', failuresOfPlaywright),
  ];
}

function tell(what: string, messages: readonly string[]): string {
  const said = stripVTControlCharacters(messages.join('\n')).split('\n');
  return [what, ...said.slice(0, MOST_LINES)].join('\n  ');
}
