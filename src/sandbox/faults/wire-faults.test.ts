import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, startTestCalls, type TestSandbox, testBytes } from '../testing/test-client.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(3);
});
afterEach(() => sandbox.close());

test('reset-before-headers', async () => {
  sandbox.faults.add({ kind: 'reset-before-headers', times: 1 });
  const answer = await sandbox.list();
  expect([answer.endedBy, answer.status, answer.body.byteLength]).toEqual(['reset', 0, 0]);
  expect(sandbox.requests[0]).toMatchObject({ status: 0, faults: ['reset-before-headers'] });
  expect((await sandbox.list()).status).toBe(200);
});

test('reset-after-headers', async () => {
  sandbox.faults.add({ kind: 'reset-after-headers' });
  const answer = await sandbox.fetchCall('call-001');
  expect([answer.endedBy, answer.status, answer.body.byteLength]).toEqual(['reset', 200, 0]);
});

test('reset-mid-body', async () => {
  sandbox.faults.add({ kind: 'reset-mid-body', atByte: 100 });
  for (const answer of [await sandbox.list(), await sandbox.media('call-001')]) {
    expect([answer.endedBy, answer.status, answer.body.byteLength]).toEqual(['reset', 200, 100]);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(100);
  }
});

test('short-body', async () => {
  sandbox.faults.add({ kind: 'short-body', atByte: 400 });
  const answer = await sandbox.media('call-001');
  expect([answer.endedBy, answer.body.byteLength, answer.headers['content-length']]).toEqual(['fin', 400, '1000']);
});

test('short-body is always shorter than promised', async () => {
  sandbox.faults.add({ kind: 'short-body', atByte: 1_000_000 });
  expect((await sandbox.media('call-001')).body.byteLength).toBe(999);
});

test('truncated-chunked', async () => {
  sandbox.faults.add({ kind: 'truncated-chunked', atByte: 50 });
  const answer = await sandbox.list();
  expect(answer.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  expect(answer.headers).not.toHaveProperty('content-length');
  expect(answer.body.toString()).toMatch(/^32\r\n\[\{/);
  expect([answer.endedBy, answer.body.byteLength]).toEqual(['fin', 4 + 50 + 2]);
});

test('close-delimited-cut', async () => {
  sandbox.faults.add({ kind: 'close-delimited-cut', atByte: 70 });
  const answer = await sandbox.fetchCall('call-001');
  expect([answer.endedBy, answer.body.byteLength]).toEqual(['fin', 70]);
  expect(answer.headers).not.toHaveProperty('content-length');
  expect(answer.headers).not.toHaveProperty('transfer-encoding');
  // What a browser or fetch makes of it: a success.
  const response = await fetch(sandbox.recordingUrl('call-001'));
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 70]);
});

test('truncated-gzip', async () => {
  sandbox.faults.add({ kind: 'truncated-gzip', on: 'get' });
  const answer = await sandbox.fetchCall('call-001');
  expect(answer.headers['content-encoding']).toBe('gzip');
  expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));
  expect(() => gunzipSync(answer.body)).toThrow('unexpected end of file');
});

test('long-body', async () => {
  sandbox.faults.add({ kind: 'long-body', extraBytes: 10 });
  const answer = await sandbox.media('call-001');
  expect(answer.headers['content-length']).toBe('1000');
  expect(answer.body.equals(Buffer.concat([testBytes, Buffer.alloc(10, 'x')]))).toBe(true);
});

describe('stalls', () => {
  test('stall-before-headers, for a while', async () => {
    sandbox.faults.add({ kind: 'stall-before-headers', ms: 80 });
    const answer = await sandbox.list();
    expect(answer.status).toBe(200);
    expect(answer.tookMs).toBeGreaterThanOrEqual(75);
  });

  test('stall-before-headers, for ever', async () => {
    sandbox.faults.add({ kind: 'stall-before-headers', ms: 'forever' });
    const answer = await sandbox.list({}, { giveUpMs: 100 });
    expect([answer.endedBy, answer.status]).toEqual(['timeout', 0]);
  });

  test('stall-mid-body, for a while', async () => {
    sandbox.faults.add({ kind: 'stall-mid-body', atByte: 300, ms: 80 });
    const answer = await sandbox.media('call-001');
    expect(answer.body.equals(testBytes)).toBe(true);
    expect(answer.tookMs).toBeGreaterThanOrEqual(75);
  });

  test('stall-mid-body, for ever; closing the sandbox ends it', async () => {
    sandbox.faults.add({ kind: 'stall-mid-body', atByte: 300, ms: 'forever' });
    const pending = sandbox.media('call-001', { giveUpMs: 5000 });
    while (sandbox.requests[0]?.status !== 200) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await sandbox.close();
    const answer = await pending;
    expect([answer.endedBy !== 'timeout', answer.body.byteLength]).toEqual([true, 300]);
  });
});

test('slow-drip', async () => {
  sandbox.faults.add({ kind: 'slow-drip', bytes: 250, everyMs: 25 });
  const answer = await sandbox.media('call-001');
  expect(answer.body.equals(testBytes)).toBe(true);
  expect(answer.tookMs).toBeGreaterThanOrEqual(75);
  expect(answer.pieces).toBeGreaterThanOrEqual(4);
});

test('a fault of the connection keeps what other faults changed', async () => {
  sandbox.faults.add({ kind: 'new-enum', value: 'teleported' });
  sandbox.faults.add({ kind: 'long-body', extraBytes: 0 });
  expect(jsonOf(await sandbox.fetchCall('call-001'))).toMatchObject({ call_status: 'teleported' });
});
