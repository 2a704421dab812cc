import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonOf, startTestCalls, type TestSandbox, testStart } from '../testing/test-client.ts';
import type { RetryAfter } from './fault.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(3);
});
afterEach(() => sandbox.close());

test.each([400, 401, 403, 404, 408, 410, 422, 425, 429, 500, 502, 503, 504, 599])('status %d', async (status) => {
  sandbox.faults.add({ kind: 'status', status });
  const answer = await sandbox.list();
  expect(answer.status).toBe(status);
  expect(jsonOf(answer)).toEqual({ error: expect.any(String) });
  expect(answer.headers).toHaveProperty('x-ratelimit-limit');
  const media = await sandbox.media('call-001');
  expect([media.status, media.body.toString()]).toEqual([status, expect.stringContaining('<Error>')]);
});

test('status with its own body and headers', async () => {
  sandbox.faults.add({
    kind: 'status',
    status: 502,
    body: '<html>Bad gateway</html>',
    headers: { 'Content-Type': 'text/html' },
  });
  const answer = await sandbox.list();
  expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([
    502,
    'text/html',
    '<html>Bad gateway</html>',
  ]);
});

test.each<[RetryAfter, string]>([
  [{ seconds: 7 }, '7'],
  [{ seconds: -1 }, '-1'],
  [{ seconds: 315_360_000 }, '315360000'],
  [{ dateInMs: 30_000 }, new Date(testStart + 30_000).toUTCString()],
  [{ raw: 'soon' }, 'soon'],
])('Retry-After %j', async (retryAfter, text) => {
  sandbox.faults.add({ kind: 'status', status: 503, retryAfter });
  expect((await sandbox.list()).headers['retry-after']).toBe(text);
});

test('rate-limit-storm', async () => {
  sandbox.faults.add({ kind: 'rate-limit-storm', resetInMs: 5000, retryAfter: { seconds: 5 }, times: 2 });
  for (const answer of [await sandbox.list(), await sandbox.fetchCall('call-001')]) {
    expect(answer.status).toBe(429);
    expect(answer.headers).toMatchObject({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(testStart / 1000 + 5),
      'retry-after': '5',
    });
  }
  expect((await sandbox.list()).status).toBe(200);
});

test('captive-portal as a page and as a redirect', async () => {
  const page = sandbox.faults.add({ kind: 'captive-portal', as: 'page' });
  const answer = await sandbox.list();
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(answer.body.toString()).toContain('<html>');
  page.remove();
  sandbox.faults.add({ kind: 'captive-portal', as: 'redirect' });
  const redirect = await sandbox.list();
  expect([redirect.status, redirect.headers.location]).toEqual([302, 'http://captive.invalid/login']);
});

test('redirect', async () => {
  sandbox.faults.add({ kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere', status: 307 });
  for (const answer of [await sandbox.fetchCall('call-001'), await sandbox.media('call-001')]) {
    expect([answer.status, answer.headers.location]).toEqual([307, 'http://127.0.0.1:1/elsewhere']);
  }
});
