import { afterEach, describe, expect, test } from 'vitest';
import { literalCorpus } from '../corpus/literal-corpus.ts';
import { SANDBOX_FORBIDDEN_KEY, type SandboxOptions } from '../sandbox-options.ts';
import {
  exchange,
  jsonOf,
  startTestCalls,
  startTestSandbox,
  type TestSandbox,
  testCalls,
  testStart,
} from '../testing/test-client.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

async function start(count: number, options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  sandbox = await startTestCalls(count, options);
  return sandbox;
}

describe('access', () => {
  test.each([
    ['no key', {}, 401],
    ['another scheme', { Authorization: 'Basic abc' }, 401],
    ['an unknown key', { Authorization: 'Bearer voicy_sk_live_nobody' }, 401],
    ['a key without access', { Authorization: `Bearer ${SANDBOX_FORBIDDEN_KEY}` }, 403],
  ])('%s', async (_name, headers, status) => {
    await start(1);
    const answer = await exchange(`${sandbox.apiUrl}/v1/get-call/call-001`, { headers });
    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toEqual({ error: expect.any(String) });
  });

  test('a key can be replaced while the server runs', async () => {
    await start(1);
    expect((await sandbox.list()).status).toBe(200);
    sandbox.setApiKeys(['voicy_sk_live_other']);
    expect((await sandbox.list()).status).toBe(401);
  });

  test('the log keeps no key', async () => {
    await start(1);
    await sandbox.list();
    expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.apiKey);
    expect(sandbox.requests[0]?.headers.authorization).toBe(`Bearer …${sandbox.apiKey.slice(-4)}`);
  });
});

describe('refusals', () => {
  test.each([
    ['another method on list', '/v1/list-calls', 'GET', 405],
    ['another method on get', '/v1/get-call/call-001', 'POST', 405],
    ['an unknown call', '/v1/get-call/nope', 'GET', 404],
    ['a path of another generation', '/functions/v1/call-list', 'POST', 404],
    ['an unknown path', '/', 'GET', 404],
  ])('%s', async (_name, path, method, status) => {
    await start(1);
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    expect((await exchange(sandbox.apiUrl + path, { method, headers })).status).toBe(status);
  });

  test.each([
    ['broken JSON', '{"limit":', 400],
    ['a wrong type', '{"limit":"many"}', 422],
    ['limit 0', '{"limit":0}', 422],
    ['limit 1001', '{"limit":1001}', 422],
    ['an unknown sort order', '{"sort_order":"sideways"}', 422],
    ['an unknown pagination key', '{"pagination_key":"nope"}', 400],
  ])('%s in a list request', async (_name, body, status) => {
    await start(1);
    expect((await sandbox.list({}, { body })).status).toBe(status);
  });

  test('the undocumented statuses can be chosen', async () => {
    await start(1, { badLimitStatus: 400, badKeyStatus: 422 });
    expect((await sandbox.list({ limit: 5000 })).status).toBe(400);
    expect((await sandbox.list({ pagination_key: 'nope' })).status).toBe(422);
  });
});

describe('list', () => {
  test('an empty request: newest first, 50 at most, no detail fields', async () => {
    await start(60);
    const answer = await sandbox.list({}, { body: '' });
    const items = jsonOf(answer) as Record<string, unknown>[];
    expect(items).toHaveLength(50);
    expect(items[0]).toEqual({
      call_id: 'call-060',
      call_type: 'phone_call',
      call_status: 'user_hangup',
      agent: { id: expect.any(String), name: 'Test agent', version: 1 },
      account: { id: expect.any(String), name: 'Sandbox' },
      from_number: '+15550100001',
      to_number: '+15550100002',
      direction: 'incoming',
      start_timestamp: testStart - 3_600_000,
      duration_ms: 60_000,
      call_cost: { combined_cost: 0.12, currency: 'usd' },
    });
  });

  test.each([
    ['ascending', 7, 25],
    ['descending', 10, 25],
    ['descending', 1000, 25],
    ['ascending', 1, 4],
    ['descending', 5, 25],
  ])('%s pages of %d reach the end of %d calls', async (sort_order, limit, count) => {
    await start(count);
    const seen: unknown[] = [];
    let pagination_key: unknown;
    for (;;) {
      const page = await sandbox.items({ sort_order, limit, ...(pagination_key ? { pagination_key } : {}) });
      seen.push(...page.map((item) => item.call_id));
      if (page.length < limit) break;
      pagination_key = page.at(-1)?.call_id;
    }
    const expected = Array.from({ length: count }, (_, i) => `call-${String(i + 1).padStart(3, '0')}`);
    expect(seen).toEqual(sort_order === 'ascending' ? expected : expected.reverse());
  });

  test('filters', async () => {
    const calls = testCalls(6).map((literal, i) => ({
      ...literal,
      isTest: i === 5,
      call: {
        ...literal.call,
        call_status: i % 2 === 0 ? 'user_hangup' : 'busy',
        direction: i < 3 ? 'incoming' : 'outgoing',
        agent: i === 4 ? null : { id: `agent-${i % 3}`, name: 'A', version: 2 },
      },
    }));
    sandbox = await startTestSandbox({ corpus: literalCorpus(calls), clock: () => testStart });
    const find = async (filter_criteria: object): Promise<unknown[]> =>
      (await sandbox.items({ filter_criteria, sort_order: 'ascending' })).map((item) =>
        Number(String(item.call_id).slice(-3)),
      );
    expect(await find({})).toEqual([1, 2, 3, 4, 5]);
    expect(await find({ include_test_calls: true })).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await find({ call_status: ['busy'] })).toEqual([2, 4]);
    expect(await find({ call_status: [] })).toEqual([1, 2, 3, 4, 5]);
    expect(await find({ direction: ['outgoing'] })).toEqual([4, 5]);
    expect(await find({ agent_id: ['agent-0', 'agent-2'] })).toEqual([1, 3, 4]);
    const [, second, , fourth] = calls.map((literal) => literal.call.start_timestamp);
    expect(await find({ start_timestamp: { lower_threshold: second, upper_threshold: fourth } })).toEqual([2, 3, 4]);
    expect(await find({ start_timestamp: { lower_threshold: second }, direction: ['incoming'] })).toEqual([2, 3]);
    expect(await find({ call_status: ['nothing_like_it'] })).toEqual([]);
  });
});

describe('a call over time', () => {
  test('ongoing, then late fields and a late recording, then all of it', async () => {
    const [literal] = testCalls(1);
    if (!literal) throw new Error('no call');
    const call = { ...literal.call, start_timestamp: testStart - 1000, vars_extracted: { a: 'b' } };
    const life = { endsAfterMs: 2000, lateFieldsAfterMs: 5000, recordingState: 'late', recordingLateMs: 8000 } as const;
    sandbox = await startTestSandbox({ corpus: literalCorpus([{ ...literal, call, life }]), clock: () => testStart });
    const look = async () => jsonOf(await sandbox.fetchCall('call-001')) as Record<string, unknown>;

    const early = await look();
    expect(early).toMatchObject({ call_status: 'ongoing', duration_ms: null, summary: null, recording_url: null });
    expect(early).toMatchObject({ call_cost: null, vars_extracted: {} });
    expect(early.transcript).toHaveLength(1);
    expect(await sandbox.items({ filter_criteria: { call_status: ['ongoing'] } })).toHaveLength(1);

    sandbox.advance(2000);
    expect(await look()).toMatchObject({
      call_status: 'user_hangup',
      duration_ms: 60_000,
      summary: null,
      call_cost: null,
    });
    expect(await sandbox.items({ filter_criteria: { call_status: ['ongoing'] } })).toHaveLength(0);
    sandbox.advance(3000);
    expect(await look()).toMatchObject({ summary: 'A call.', vars_extracted: { a: 'b' }, recording_url: null });
    sandbox.advance(3000);
    expect((await look()).recording_url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  test('calls change, come and go while the server runs', async () => {
    await start(3);
    sandbox.mutate('call-001', {
      summary: 'Changed.',
      call_status: 'error',
      recording_url: 'http://10.0.0.1/x',
      agent: null,
    });
    expect(jsonOf(await sandbox.fetchCall('call-001'))).toMatchObject({
      summary: 'Changed.',
      recording_url: 'http://10.0.0.1/x',
    });
    expect(await sandbox.items({ filter_criteria: { call_status: ['error'] } })).toHaveLength(1);
    sandbox.mutate('call-001', { duration_ms: undefined, start_timestamp: testStart });
    expect((await sandbox.items())[0]).toMatchObject({ call_id: 'call-001', start_timestamp: testStart });
    expect((await sandbox.items())[0]).not.toHaveProperty('duration_ms');

    sandbox.insert({ call: { call_id: 'new', start_timestamp: testStart - 1 } });
    expect((await sandbox.items()).map((item) => item.call_id)).toEqual(['call-001', 'new', 'call-003', 'call-002']);
    sandbox.remove('call-003');
    expect((await sandbox.fetchCall('call-003')).status).toBe(404);
    expect((await sandbox.list({ pagination_key: 'call-003' })).status).toBe(400);
    expect(() => sandbox.mutate('call-003', {})).toThrow('no call call-003');
  });
});

describe('rate limit', () => {
  test('headers on every answer, 429 when used up, open again after the window', async () => {
    await start(1, { rateLimit: { requests: 2, windowMs: 10_000 } });
    const resets = String((testStart + 10_000) / 1000);
    const limits = (answer: { headers: Readonly<Record<string, string>> }) => [
      answer.headers['x-ratelimit-limit'],
      answer.headers['x-ratelimit-remaining'],
      answer.headers['x-ratelimit-reset'],
      answer.headers['retry-after'],
    ];
    expect(limits(await sandbox.list())).toEqual(['2', '1', resets, undefined]);
    sandbox.advance(4000);
    expect(limits(await sandbox.fetchCall('call-001'))).toEqual(['2', '0', resets, undefined]);
    const refused = await sandbox.fetchCall('call-001');
    expect(refused.status).toBe(429);
    expect(limits(refused)).toEqual(['2', '0', resets, '6']);
    sandbox.advance(6000);
    expect((await sandbox.fetchCall('call-001')).status).toBe(200);
    expect(sandbox.counts()).toMatchObject({ list: 1, get: 3, byStatus: { 200: 3, 429: 1 } });
  });

  test('Retry-After can be left out', async () => {
    await start(1, { rateLimit: { requests: 1, windowMs: 10_000, retryAfter: false } });
    await sandbox.list();
    const refused = await sandbox.list();
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, undefined]);
  });
});

test('the Date header follows the clock and its skew', async () => {
  await start(1, { httpDateSkewMs: 86_400_000 });
  const expected = new Date(testStart + 86_400_000).toUTCString();
  expect((await sandbox.list()).headers.date).toBe(expected);
  expect((await sandbox.media('call-001')).headers.date).toBe(expected);
});

test('an answer takes the given time', async () => {
  await start(1, { latencyMs: 60 });
  expect((await sandbox.list()).tookMs).toBeGreaterThanOrEqual(55);
});
