import { afterEach, beforeEach, expect, test } from 'vitest';
import { exchange, startTestCalls, type TestSandbox, testBytes } from '../testing/test-client.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(2, { signer: 's3' });
});
afterEach(() => sandbox.close());

const range = { headers: { Range: 'bytes=100-199' } };

test('range-ignored', async () => {
  sandbox.faults.add({ kind: 'range-ignored' });
  const answer = await sandbox.media('call-001', range);
  expect([answer.status, answer.body.equals(testBytes)]).toEqual([200, true]);
});

test('wrong-content-range', async () => {
  sandbox.faults.add({ kind: 'wrong-content-range', times: 1 });
  const answer = await sandbox.media('call-001', range);
  expect([answer.status, answer.headers['content-range']]).toEqual([206, 'bytes 101-200/1001']);
  sandbox.faults.add({ kind: 'wrong-content-range', value: 'bytes 5-/*' });
  expect((await sandbox.media('call-001', range)).headers['content-range']).toBe('bytes 5-/*');
});

test('changed-etag', async () => {
  sandbox.faults.add({ kind: 'changed-etag' });
  const first = await sandbox.media('call-001', range);
  const second = await sandbox.media('call-001', range);
  expect([first.status, second.status]).toEqual([206, 206]);
  expect(first.headers.etag).not.toBe(second.headers.etag);
});

test('weak-etag', async () => {
  sandbox.faults.add({ kind: 'weak-etag' });
  expect((await sandbox.media('call-001')).headers.etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
});

test('no-etag', async () => {
  const bare = sandbox.faults.add({ kind: 'no-etag' });
  expect((await sandbox.media('call-001')).headers).not.toHaveProperty('last-modified');
  bare.remove();
  sandbox.faults.add({ kind: 'no-etag', keepLastModified: true });
  const { headers } = await sandbox.media('call-001');
  expect(headers).not.toHaveProperty('etag');
  expect(headers).toHaveProperty('last-modified');
});

test('range-not-satisfiable', async () => {
  sandbox.faults.add({ kind: 'range-not-satisfiable' });
  const answer = await sandbox.media('call-001', range);
  expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */1000']);
});

test.each([
  ['html', 'text/html; charset=utf-8', '<!doctype html>'],
  ['xml', 'application/xml', '<?xml'],
  ['json', 'application/json', '{'],
  ['empty', 'audio/wav', ''],
] as const)('not-audio: %s', async (as, type, start) => {
  sandbox.faults.add({ kind: 'not-audio', as });
  const answer = await sandbox.media('call-001');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
  expect(answer.body.toString().startsWith(start)).toBe(true);
  expect(answer.body.byteLength === 0).toBe(as === 'empty');
});

test('wrong-content-type', async () => {
  sandbox.faults.add({ kind: 'wrong-content-type', contentType: 'image/png' });
  const answer = await sandbox.media('call-001');
  expect([answer.headers['content-type'], answer.body.equals(testBytes)]).toEqual(['image/png', true]);
});

test('media-not-found for a while', async () => {
  sandbox.faults.add({ kind: 'media-not-found', forMs: 5000, callId: 'call-001' });
  expect((await sandbox.media('call-001')).status).toBe(404);
  expect((await sandbox.media('call-002')).status).toBe(200);
  sandbox.advance(5000);
  expect((await sandbox.media('call-001')).status).toBe(200);
});

test('media-gone', async () => {
  sandbox.faults.add({ kind: 'media-gone' });
  expect((await sandbox.media('call-001')).status).toBe(410);
});

test('media-refused, also with a fresh URL', async () => {
  sandbox.faults.add({ kind: 'media-refused' });
  for (let i = 0; i < 2; i++) {
    const answer = await sandbox.media('call-001');
    expect([answer.status, answer.body.toString()]).toEqual([403, expect.stringContaining('Access Denied')]);
  }
});

test('media-expired-early', async () => {
  sandbox.faults.add({ kind: 'media-expired-early', times: 1 });
  const answer = await sandbox.media('call-001');
  expect([answer.status, answer.body.toString()]).toEqual([403, expect.stringContaining('Request has expired')]);
  expect((await sandbox.media('call-001')).status).toBe(200);
});

test('expire-mid-download: the connection drops, the URL is dead, a fresh one goes on', async () => {
  sandbox.faults.add({ kind: 'expire-mid-download', atByte: 600, times: 1 });
  const url = sandbox.recordingUrl('call-001');
  const broken = await exchange(url);
  expect([broken.status, broken.endedBy, broken.body.byteLength]).toEqual([200, 'reset', 600]);
  expect((await exchange(url, { headers: { Range: 'bytes=600-' } })).status).toBe(403);
  sandbox.advance(1000);
  const headers = { Range: 'bytes=600-', 'If-Range': broken.headers.etag ?? '' };
  const rest = await exchange(sandbox.recordingUrl('call-001'), { headers });
  expect(rest.status).toBe(206);
  expect(Buffer.concat([broken.body, rest.body]).equals(testBytes)).toBe(true);
});
