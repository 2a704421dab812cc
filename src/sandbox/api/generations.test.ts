import { afterEach, describe, expect, test } from 'vitest';
import { type LiteralCall, literalCorpus } from '../corpus/literal-corpus.ts';
import { exchange, jsonOf, startTestSandbox, type TestSandbox, testStart } from '../testing/test-client.ts';
import type { GenerationName } from './generations.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const literal: LiteralCall = {
  call: {
    call_id: 'c1',
    call_status: 'agent_hangup',
    direction: 'outgoing',
    start_timestamp: testStart - 5000,
    agent: { id: 'agent-1', name: 'Mia', version: 7 },
    vars_provided: { a: '1' },
    vars_extracted: { b: '2' },
    detected_gender: 'female',
    transcript: [
      { role: 'agent', content: 'Hello.', timestamp_ms: 100, latency_breakdown: { total_perceived_ms: 800 } },
      { role: 'caller', content: 'שלום', timestamp_ms: 900, gender: 'female' },
      { role: 'system', timestamp_ms: 950, invocation_id: 'i', function_invocation: { node_name: 'n', method: 'GET' } },
    ],
  },
  recording: { bytes: Buffer.from('RIFF') },
};

async function getCall(generation: GenerationName): Promise<Record<string, unknown>> {
  sandbox = await startTestSandbox({ corpus: literalCorpus([literal]), generation, clock: () => testStart });
  return jsonOf(await sandbox.fetchCall('c1')) as Record<string, unknown>;
}

const auth = () => ({ Authorization: `Bearer ${sandbox.apiKey}` });

describe('v1', () => {
  test('Get gives the whole call', async () => {
    expect(await getCall('v1')).toEqual({
      ...literal.call,
      call_type: 'phone_call',
      account: { id: expect.any(String), name: 'Sandbox' },
      from_number: '+15550100001',
      to_number: '+15550100002',
      duration_ms: 60_000,
      summary: 'A call.',
      call_cost: { combined_cost: 0.12, currency: 'usd' },
      recording_url: expect.stringContaining(sandbox.storageUrl),
    });
  });
});

describe('functions', () => {
  test('Get gives no latency, account, cost or gender per turn, but collected variables and system entries', async () => {
    const call = await getCall('functions');
    expect(call).not.toHaveProperty('account');
    expect(call).not.toHaveProperty('call_cost');
    expect(call).toMatchObject({
      detected_gender: 'female',
      vars_provided: { a: '1' },
      vars_extracted: { b: '2' },
      vars_collected: { a: '1', b: '2' },
    });
    expect(call.transcript).toEqual([
      { role: 'agent', content: 'Hello.', timestamp_ms: 100 },
      { role: 'caller', content: 'שלום', timestamp_ms: 900 },
      literal.call.transcript?.[2],
    ]);
    expect(JSON.stringify(call)).not.toContain('latency_breakdown');
  });

  test('lists are objects with a total, under both documented paths', async () => {
    await getCall('functions');
    for (const path of ['/functions/v1/call-list', '/v1/call-list']) {
      const answer = await exchange(sandbox.apiUrl + path, { method: 'POST', body: '{"limit":1}', headers: auth() });
      const json = jsonOf(answer) as { calls: Record<string, unknown>[]; total_count: number };
      expect(Object.keys(json)).toEqual(['calls', 'total_count']);
      expect([json.calls.length, json.total_count]).toEqual([1, 1]);
      expect(json.calls[0]).not.toHaveProperty('transcript');
      expect(json.calls[0]).not.toHaveProperty('vars_collected');
    }
    expect((await exchange(`${sandbox.apiUrl}/v1/call-get/c1`, { headers: auth() })).status).toBe(200);
  });

  test('the agent id is there for some agents and missing for others; filters know it all the same', async () => {
    const calls = Array.from({ length: 8 }, (_, i) => ({
      call: { ...literal.call, call_id: `c${i}`, agent: { id: `agent-${i}`, name: 'Mia', version: 1 } },
    }));
    sandbox = await startTestSandbox({ corpus: literalCorpus(calls), generation: 'functions', clock: () => testStart });
    const withId = (await sandbox.items()).filter((item) => 'id' in (item.agent as object));
    expect(withId.length).toBeGreaterThan(0);
    expect(withId.length).toBeLessThan(8);
    for (let i = 0; i < 8; i++) {
      expect(await sandbox.items({ filter_criteria: { agent_id: [`agent-${i}`] } })).toHaveLength(1);
    }
  });

  test('errors have a status and a message', async () => {
    await getCall('functions');
    const answer = await sandbox.fetchCall('nope');
    expect([answer.status, jsonOf(answer)]).toEqual([404, { status: 'error', message: 'Call not found' }]);
  });

  test('paths of the other generations answer 404', async () => {
    await getCall('functions');
    for (const path of ['/v1/list-calls', '/functions/v1/list-calls']) {
      expect((await exchange(sandbox.apiUrl + path, { method: 'POST', headers: auth() })).status).toBe(404);
    }
    expect((await exchange(`${sandbox.apiUrl}/v1/get-call/c1`, { headers: auth() })).status).toBe(404);
  });
});

describe('legacy', () => {
  test('Get gives a transcript text, old names and one map of metadata', async () => {
    const call = await getCall('legacy');
    expect(call).toMatchObject({
      agent_id: 'agent-1',
      call_status: 'ended',
      disconnection_reason: 'agent_hangup',
      direction: 'outbound',
      transcript: 'Agent: Hello.\nUser: שלום',
      transcript_object: [
        { role: 'agent', content: 'Hello.' },
        { role: 'user', content: 'שלום' },
      ],
      metadata: { a: '1', b: '2' },
      call_cost: { combined_cost: 0.12, currency: 'usd' },
    });
    for (const field of ['agent', 'account', 'detected_gender', 'vars_provided', 'vars_extracted']) {
      expect(call).not.toHaveProperty(field);
    }
  });

  test('lists are arrays, filters use the old names', async () => {
    await getCall('legacy');
    const found = await sandbox.items({ filter_criteria: { call_status: ['ended'], direction: ['outbound'] } });
    expect(found).toHaveLength(1);
    expect(found[0]).not.toHaveProperty('transcript_object');
    expect(await sandbox.items({ filter_criteria: { direction: ['outgoing'] } })).toHaveLength(0);
  });

  test.each([
    ['ongoing', 'in_progress', null],
    ['ringing', 'ringing', null],
    ['no_answer', 'error', 'no_answer'],
    ['inactivity', 'ended', 'inactivity'],
  ])('status %s is %s', async (status, old, reason) => {
    await getCall('legacy');
    sandbox.mutate('c1', { call_status: status });
    expect(jsonOf(await sandbox.fetchCall('c1'))).toMatchObject({ call_status: old, disconnection_reason: reason });
  });
});
