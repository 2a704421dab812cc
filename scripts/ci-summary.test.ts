import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, formatSummary, summarise } from './lib/ci-summary.ts';
import { failuresOfPlaywright, failuresOfVitest } from './lib/failures.ts';

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

describe('what failed is said again', () => {
  it('of unit tests: file, test and message, also at a second try; and files that did not load', () => {
    const assertionResults = [
      { fullName: 'a sum is right', status: 'passed', failureMessages: [] },
      { fullName: 'a sum takes two', status: 'passed', failureMessages: ['expected 1'] },
      { fullName: 'a sum is wrong', status: 'failed', failureMessages: ['\u001b[31mexpected 1\u001b[39m\n    at x'] },
    ];
    const testResults = [
      { name: '/sums.test.ts', status: 'failed', assertionResults },
      { name: '/torn.test.ts', status: 'failed', message: 'Unexpected token', assertionResults: [] },
      { name: '/well.test.ts', status: 'passed', message: '', assertionResults: [] },
    ];
    expect(failuresOfVitest({ testResults })).toEqual([
      '/sums.test.ts: a sum takes two (passed at a second try)\n  expected 1',
      '/sums.test.ts: a sum is wrong\n  expected 1\n      at x',
      '/torn.test.ts\n  Unexpected token',
    ]);
  });

  it('of browser specs: file, line, title and message, however deep; and what belongs to no spec', () => {
    const spec = (title: string, ok: boolean, messages: string[]) => {
      const results = [{ errors: messages.map((message) => ({ message })) }];
      return { title, file: 'call.spec.ts', line: 7, ok, tests: [{ results }] };
    };
    const inner = { specs: [spec('plays', false, ['\u001b[2mexpect\u001b[22m(16).toBeLessThan(15)'])] };
    const suites = [{ specs: [spec('opens', true, [])], suites: [inner] }];
    expect(failuresOfPlaywright({ suites, errors: [{ message: 'no browser' }] })).toEqual([
      'call.spec.ts:7: plays\n  expect(16).toBeLessThan(15)',
      'Playwright\n  no browser',
    ]);
  });
});
