import { afterEach, describe, expect, it } from 'vitest';
import { type LiteralCall, literalCorpus, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient } from './client.ts';
import { createFastClock, createTestLogger, sendJson, serve } from './test-support.ts';
import type { ListQuery } from './types.ts';

const send = createNodeSend({});

const startMs = Date.UTC(2026, 5, 1);
const hour = 3_600_000;
/** One call an hour, by agents a, b, c in turn; every seventh is a test call. */
const calls = Array.from({ length: 21 }, (_, n): LiteralCall => {
  const agent = { id: `agent-${'abc'[n % 3]}`, name: 'Mia', version: 1 };
  return { call: { call_id: `c${n}`, start_timestamp: startMs + n * hour, agent }, isTest: n % 7 === 6 };
});

function clientOf(baseUrl: string, apiKey = 'voicy_sk_live_0000000000000000000000000000') {
  const ports = { send, clock: createFastClock(), random: () => 0, logger: createTestLogger() };
  return createVoicyClient({ baseUrl, apiKey, ...ports });
}

describe.each(['v1', 'functions', 'legacy'] as const)('filters of a list of %s', (generation) => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  it('are applied by the vendor: agents, both ends of the time, test calls', async () => {
    sandbox = await startSandbox({ corpus: literalCorpus(calls), generation });
    const client = clientOf(sandbox.baseUrl, sandbox.apiKey);
    const numbers = async (filter: Partial<ListQuery>) => {
      const page = await client.listCalls({ limit: 100, ...filter });
      return page.items.map((item) => (item.kind === 'call' ? Number(item.summary.id.slice(1)) : -1)).reverse();
    };
    const all = calls.map((_, n) => n);
    expect(await numbers({})).toEqual(all.filter((n) => n % 7 !== 6));
    expect(await numbers({ includeTestCalls: true, agentIds: [] })).toEqual(all);
    expect(await numbers({ includeTestCalls: true, agentIds: ['agent-a', 'agent-c'] })).toEqual(
      all.filter((n) => n % 3 !== 1),
    );
    const window = { fromMs: startMs + 3 * hour, toMs: startMs + 9 * hour, includeTestCalls: true };
    expect(await numbers(window)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(await numbers({ ...window, agentIds: ['agent-b'] })).toEqual([4, 7]);
    expect(await numbers({ fromMs: startMs + 18 * hour })).toEqual([18, 19]);
    expect(await numbers({ toMs: startMs - 1 })).toEqual([]);
    await expect(client.listCalls({ limit: 5, fromMs: Number.NaN })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('page on like any list', async () => {
    sandbox = await startSandbox({ corpus: literalCorpus(calls), generation });
    const client = clientOf(sandbox.baseUrl, sandbox.apiKey);
    const filter = { limit: 4, agentIds: ['agent-a'], includeTestCalls: true };
    const first = await client.listCalls(filter);
    const second = await client.listCalls({ ...filter, afterId: first.lastId ?? '' });
    expect([first.received, first.isLast, second.received, second.isLast]).toEqual([4, false, 3, true]);
  });
});

describe('a vendor that does not know filters', () => {
  it.each([
    [422, 'Unrecognized key: filter_criteria', { agentIds: ['a'], afterId: 'c1' }, true],
    [400, 'bad request', { fromMs: 5 }, true],
    [400, 'Invalid pagination_key', { fromMs: 5, afterId: 'c1' }, false],
    [422, 'limit is too large', {}, false],
    [401, 'filter', { fromMs: 5 }, false],
  ])('answers %i “%s” to %o', async (status, message, query, blamed) => {
    const server = await serve((_request, response) => sendJson(response, status, { error: message }));
    const error = await clientOf(server.origin)
      .listCalls({ limit: 10, ...query })
      .catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: status === 401 ? 'unauthorized' : 'invalid-input' });
    expect(String(error).includes('may not know the filters of this sync')).toBe(blamed);
    expect(server.requests).toHaveLength(1);
    await server.close();
  });
});
