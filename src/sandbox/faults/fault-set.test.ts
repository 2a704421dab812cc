import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startTestCalls, type TestSandbox } from '../testing/test-client.ts';
import type { Fault } from './fault.ts';
import { faultKinds } from './makers.ts';

let sandbox: TestSandbox | undefined;
afterEach(() => sandbox?.close());

const fails = { kind: 'status', status: 500 } as const;

/** Status of `count` requests for the same call. */
async function statuses(fault: Fault, count: number): Promise<number[]> {
  sandbox = await startTestCalls(10);
  sandbox.faults.add(fault);
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await sandbox.fetchCall('call-001')).status);
  return seen;
}

test('nth', async () => {
  expect(await statuses({ ...fails, nth: [2, 4] }, 5)).toEqual([200, 500, 200, 500, 200]);
});

test('times', async () => {
  expect(await statuses({ ...fails, times: 2 }, 4)).toEqual([500, 500, 200, 200]);
});

test('on', async () => {
  expect(await statuses({ ...fails, on: ['list', 'media'] }, 1)).toEqual([200]);
  expect((await sandbox?.list())?.status).toBe(500);
  expect((await sandbox?.media('call-001'))?.status).toBe(500);
});

test('callId', async () => {
  expect(await statuses({ ...fails, callId: ['call-002', 'call-003'] }, 1)).toEqual([200]);
  expect((await sandbox?.fetchCall('call-003'))?.status).toBe(500);
});

test('page', async () => {
  sandbox = await startTestCalls(10);
  sandbox.faults.add({ ...fails, on: 'list', page: 2 });
  expect((await sandbox.list({ limit: 4 })).status).toBe(200);
  expect((await sandbox.list({ limit: 4, pagination_key: 'call-007' })).status).toBe(500);
  expect((await sandbox.list({ limit: 4, pagination_key: 'call-003' })).status).toBe(200);
});

test('probability is seeded', async () => {
  const first = await statuses({ ...fails, probability: 0.5 }, 30);
  await sandbox?.close();
  expect(await statuses({ ...fails, probability: 0.5 }, 30)).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});

test('handles count, can be removed and cleared', async () => {
  sandbox = await startTestCalls(1);
  const first = sandbox.faults.add({ kind: 'unknown-field' });
  const second = sandbox.faults.add({ ...fails, times: 1 });
  await sandbox.fetchCall('call-001');
  expect([first.applied, second.applied, sandbox.faults.handles.length]).toEqual([1, 1, 2]);
  expect(sandbox.requests[0]?.faults).toEqual(['unknown-field', 'status']);
  first.remove();
  expect(sandbox.faults.handles).toEqual([second]);
  sandbox.faults.clear();
  expect(sandbox.faults.handles).toEqual([]);
});

test('a fault that cannot meet the request is refused when it is added', async () => {
  sandbox = await startTestCalls(1);
  const { faults } = sandbox;
  expect(() => faults.add({ kind: 'repeated-page', on: 'media' })).toThrow('repeated-page cannot meet a media request');
});

test('every kind of fault has a test that sees it on the wire', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('-faults.test.ts'))
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n');
  expect(faultKinds.filter((kind) => !tests.includes(`kind: '${kind}'`))).toEqual([]);
});
