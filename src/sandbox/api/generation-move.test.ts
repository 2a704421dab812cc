import { afterEach, expect, test } from 'vitest';
import { exchange, jsonOf, startTestCalls, type TestSandbox } from '../testing/test-client.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

test('a running sandbox moves to another generation, and its old paths answer 404', async () => {
  sandbox = await startTestCalls(3, { generation: 'v1' });
  const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
  const ask = async (path: string, method = 'POST') => {
    const answer = await exchange(sandbox.apiUrl + path, { method, headers });
    return [answer.status, Array.isArray(jsonOf(answer))];
  };
  expect(await ask('/v1/list-calls')).toEqual([200, true]);
  sandbox.setGeneration('functions');
  expect(sandbox.baseUrl).toBe(`${sandbox.apiUrl}/functions/v1`);
  expect(await ask('/v1/list-calls')).toEqual([404, false]);
  expect(await ask('/v1/get-call/call-001', 'GET')).toEqual([404, false]);
  expect(await ask('/functions/v1/call-list')).toEqual([200, false]);
  expect(await ask('/functions/v1/call-get/call-001', 'GET')).toEqual([200, false]);
  sandbox.setGeneration('legacy');
  expect(await ask('/v1/list-calls')).toEqual([200, true]);
});
