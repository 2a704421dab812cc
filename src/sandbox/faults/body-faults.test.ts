import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonOf, startTestCalls, type TestSandbox } from '../testing/test-client.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(3);
});
afterEach(() => sandbox.close());

test.each([
  ['empty', ''],
  ['null', 'null'],
  ['array', '[]'],
  ['string', '"ok"'],
  ['wrong-shape', '{"data":{"items":[{"id":1}]},"ok":true}'],
] as const)('replace-body: %s', async (body, text) => {
  sandbox.faults.add({ kind: 'replace-body', body });
  const answer = await sandbox.fetchCall('call-001');
  expect([answer.status, answer.body.toString()]).toEqual([200, text]);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
});

test('truncated-json', async () => {
  sandbox.faults.add({ kind: 'truncated-json' });
  const answer = await sandbox.list();
  expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));
  expect(() => jsonOf(answer)).toThrow(SyntaxError);
});

test('invalid-utf8', async () => {
  sandbox.faults.add({ kind: 'invalid-utf8' });
  const answer = await sandbox.fetchCall('call-001');
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(answer.body)).toThrow(TypeError);
  expect(jsonOf(answer)).toHaveProperty('call_id');
});

test('huge-body', async () => {
  sandbox.faults.add({ kind: 'huge-body', megabytes: 5 });
  for (const answer of [await sandbox.list(), await sandbox.fetchCall('call-001')]) {
    expect(answer.body.byteLength).toBeGreaterThan(5 * 1024 * 1024);
    expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));
    const json = jsonOf(answer) as { padding: string } | { padding: string }[];
    expect((Array.isArray(json) ? json[0] : json)?.padding).toHaveLength(5 * 1024 * 1024);
  }
});

test('huge-body of an empty list', async () => {
  sandbox.faults.add({ kind: 'huge-body', megabytes: 1 });
  const answer = await sandbox.list({ filter_criteria: { call_status: ['none'] } });
  expect(jsonOf(answer)).toEqual([{ padding: 'x'.repeat(1024 * 1024) }]);
});

test('gzip-bomb', async () => {
  sandbox.faults.add({ kind: 'gzip-bomb', megabytes: 40 });
  const answer = await sandbox.fetchCall('call-001');
  expect(answer.headers['content-encoding']).toBe('gzip');
  expect(answer.body.byteLength).toBeLessThan(100_000);
  const unpacked = gunzipSync(answer.body);
  expect(unpacked.byteLength).toBeGreaterThan(40 * 1024 * 1024);
  expect(JSON.parse(unpacked.toString())).toMatchObject({ call_id: 'call-001' });
});
