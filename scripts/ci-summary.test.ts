import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, failuresOfVitest, formatSummary, summarise } from './lib/ci-summary.ts';

const vitest = (failed: number, files: object[] = []) =>
  countVitest({ numPassedTests: 10, numFailedTests: failed, numPendingTests: 2, numTodoTests: 1, testResults: files });
const playwright = (unexpected: number, flaky = 0) =>
  countPlaywright({ stats: { expected: 5, unexpected, flaky, skipped: 4 } });

describe('the summary line', () => {
  it.each([
    [[vitest(0), playwright(0)], [], '15 passed, 0 failed, 7 skipped'],
    [
      [vitest(2), playwright(1)],
      ['unit tests and bundles', 'end to end in Chromium'],
      '15 passed, 3 failed, 7 skipped',
    ],
    [[vitest(0), playwright(0, 1)], [], '15 passed, 1 failed, 7 skipped'],
    [[vitest(0)], ['types: node', 'layers'], '10 passed, 2 failed, 3 skipped'],
    [[vitest(0)], ['end to end in Chromium'], '10 passed, 1 failed, 3 skipped'],
    [
      [vitest(0, [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }])],
      ['unit tests'],
      '10 passed, 1 failed, 3 skipped',
    ],
    [[], ['build', 'unit tests'], '0 passed, 2 failed, 0 skipped'],
  ])('sums reports and failed steps', (reports, failedSteps, line) => {
    expect(formatSummary(summarise(reports, failedSteps))).toBe(line);
  });
});

it('what failed is said again, file, test and message', () => {
  const assertionResults = [
    { fullName: 'a sum is right', status: 'passed', failureMessages: [] },
    { fullName: 'a sum takes two', status: 'passed', failureMessages: ['expected 1'] },
    { fullName: 'a sum is wrong', status: 'failed', failureMessages: ['\u001b[31mexpected 1\u001b[39m\n    at x'] },
  ];
  const file = { name: '/sums.test.ts', status: 'failed', assertionResults };
  expect(
    failuresOfVitest({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [file],
    }),
  ).toEqual([
    '/sums.test.ts: a sum takes two (passed at a second try)\n  expected 1',
    '/sums.test.ts: a sum is wrong\n  expected 1\n      at x',
  ]);
});
