import { afterEach, describe, expect, it } from 'vitest';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';
import { createFastClock, createTestLogger, sendJson, serve, type TestServer } from './test-support.ts';

const send = createNodeSend({});

const apiKey = 'voicy_sk_live_CANARY0000000000000000000000';
const call = { call_id: 'c1', agent: { id: 'a', name: 'A', version: 1 }, call_status: 'user_hangup', duration_ms: 1 };
const legacyCall = { call_id: 'c1', agent_id: 'a', call_status: 'ended', duration_ms: 1 };

const servers: TestServer[] = [];
async function server(handle: Parameters<typeof serve>[0]): Promise<TestServer> {
  const started = await serve(handle);
  servers.push(started);
  return started;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

function clientOf(baseUrl: string, options: Partial<VoicyClientOptions> = {}) {
  const logger = createTestLogger();
  const client = createVoicyClient({
    baseUrl,
    apiKey,
    send,
    clock: createFastClock(),
    random: () => 0,
    logger,
    ...options,
  });
  return { client, logger };
}

/** Answers as one generation does; other paths are 404. */
function speaks(listPath: string, getPath: string, list: unknown, item: unknown): Parameters<typeof serve>[0] {
  return ({ method, url }, response) => {
    if (method === 'POST' && url === listPath) sendJson(response, 200, list);
    else if (method === 'GET' && url === `${getPath}c1`) sendJson(response, 200, item);
    else sendJson(response, 404, { error: 'Call not found' });
  };
}

describe('finding the generation', () => {
  it.each([
    ['v1', '', speaks('/v1/list-calls', '/v1/get-call/', [call], call), 0],
    ['v1', '/functions/v1', speaks('/v1/list-calls', '/v1/get-call/', [call], call), 1],
    ['legacy', '/', speaks('/v1/list-calls', '/v1/get-call/', [legacyCall], legacyCall), 0],
    [
      'functions',
      '/functions/v1/',
      speaks('/functions/v1/call-list', '/functions/v1/call-get/', { calls: [call], total_count: 1 }, call),
      0,
    ],
    ['functions', '', speaks('/functions/v1/call-list', '/functions/v1/call-get/', { calls: [call] }, call), 1],
    ['functions', '/v1', speaks('/v1/call-list', '/v1/call-get/', { calls: [call] }, call), 2],
  ])('%s behind %j', async (generation, suffix, handle, wasted) => {
    const { origin, requests } = await server(handle);
    const first = clientOf(origin + suffix).client;
    expect(await first.listCalls({ limit: 10 })).toMatchObject({ generation, received: 1 });
    expect(requests).toHaveLength(1 + wasted);
    expect(await first.getCall('c1')).toMatchObject({ kind: 'call', generation });
    expect(requests).toHaveLength(2 + wasted);
    // A client that starts with a Get finds its way too.
    expect(await clientOf(origin + suffix).client.getCall('c1')).toMatchObject({ kind: 'call', generation });
  });

  it('does not take a wrong path for a deleted call', async () => {
    const { origin, requests } = await server(
      speaks('/functions/v1/call-list', '/functions/v1/call-get/', { calls: [] }, call),
    );
    const { client } = clientOf(origin, { generation: 'v1' });
    await expect(client.getCall('gone')).rejects.toMatchObject({ code: 'not-found' });
    expect(requests.map(({ url }) => url)).toEqual([
      '/v1/get-call/gone',
      '/v1/list-calls',
      '/functions/v1/call-list',
      '/functions/v1/call-get/gone',
    ]);
    await expect(client.getCall('gone')).rejects.toMatchObject({ code: 'not-found' });
    expect(requests).toHaveLength(5);
  });

  it('is told, follows a server that moves, and says so when there is no list at all', async () => {
    let path = '/v1/list-calls';
    const { origin, requests } = await server(({ url }, response) => {
      if (url === path) sendJson(response, 200, []);
      else sendJson(response, 404, { error: 'no' });
    });
    const { client } = clientOf(origin, { generation: 'legacy' });
    expect(await client.listCalls({ limit: 1 })).toMatchObject({ generation: 'legacy', isLast: true, lastId: null });
    path = '/functions/v1/call-list';
    expect(await client.listCalls({ limit: 1 })).toMatchObject({ generation: 'functions' });
    expect(requests).toHaveLength(3);
    path = '/nowhere';
    await expect(client.listCalls({ limit: 1 })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('requests', () => {
  it('sends what the list needs, and ids as one path segment', async () => {
    const { origin, requests } = await server((_request, response) => sendJson(response, 200, []));
    const { client } = clientOf(origin);
    await client.listCalls({ limit: 7, afterId: 'x"y', includeTestCalls: true });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      limit: 7,
      sort_order: 'descending',
      pagination_key: 'x"y',
      filter_criteria: { include_test_calls: true },
    });
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
    });
    await client.getCall('../../a?b#c/é').catch(() => undefined);
    expect(requests[1]?.url).toBe('/v1/get-call/..%2F..%2Fa%3Fb%23c%2F%C3%A9');
    await expect(client.getCall('..')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(client.listCalls({ limit: 1001 })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  it('refuses addresses and keys that cannot be used before any request', () => {
    expect(() => clientOf('http://api.voicy.co')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    for (const bad of ['', '  ', 'a\nb', 'schlüssel', 'a b']) {
      expect(() => clientOf('https://api.voicy.co', { apiKey: bad })).toThrow(
        expect.objectContaining({ code: 'unauthorized' }),
      );
    }
  });

  it('never sends the key where a redirect points', async () => {
    const thief = await server((_request, response) => sendJson(response, 200, []));
    for (const status of [301, 302, 303, 307, 308]) {
      const { origin, requests } = await server((_request, response) => {
        response.writeHead(status, { location: `${thief.origin}/v1/list-calls?token=secret` }).end();
      });
      await expect(clientOf(origin).client.listCalls({ limit: 1 })).rejects.toMatchObject({
        code: 'offline',
        message: expect.not.stringContaining('secret'),
      });
      expect(requests).toHaveLength(1);
    }
    expect(thief.requests).toHaveLength(0);
  });

  it('reports counts and waits, and the server’s time', async () => {
    const skewMs = 86_400_000;
    const { origin } = await server(({ n }, response) =>
      sendJson(response, n === 1 ? 500 : 200, [], {
        date: new Date(Date.now() + skewMs).toUTCString(),
        'x-ratelimit-limit': '60',
        'x-ratelimit-remaining': '50',
        'x-ratelimit-reset': String(Math.ceil((Date.now() + skewMs) / 1000) + 30),
      }),
    );
    const { client } = clientOf(origin, { random: () => 0.1 });
    const seen: (string | undefined)[] = [];
    const off = client.onState((state) => seen.push(state.waiting?.reason));
    await client.listCalls({ limit: 1 });
    expect(seen).toContain('retry');
    expect(client.state()).toEqual({ requests: 2, waiting: null, allowancePerMinute: 60 });
    expect(Math.abs(client.serverNow() - Date.now() - skewMs)).toBeLessThan(2000);
    off();
    const before = seen.length;
    await client.listCalls({ limit: 1 });
    expect(seen).toHaveLength(before);
  });
});

describe('cancelling', () => {
  it.each(['before', 'in flight', 'in a retry', 'in a pause'])('%s ends with the signal’s reason', async (when) => {
    const { origin, requests } = await server((_request, response) => {
      if (when === 'in a retry') sendJson(response, 500, {});
      if (when === 'in a pause') sendJson(response, 429, {}, { 'retry-after': '60' });
    });
    const { client } = clientOf(origin, { random: () => 0.9 });
    const stop = new AbortController();
    const reason = new Error('the reader closed it');
    if (when === 'before') stop.abort(reason);
    else setTimeout(() => stop.abort(reason), 100);
    await expect(client.listCalls({ limit: 1 }, stop.signal)).rejects.toBe(reason);
    expect(requests).toHaveLength(when === 'before' ? 0 : 1);
    expect(client.state().waiting).toBeNull();
  });
});

describe('what is said and logged', () => {
  it('holds neither the key nor a query, and the vendor’s words only for refused requests', async () => {
    const { origin } = await server((_request, response) =>
      sendJson(response, 422, {
        status: 'error',
        message: `bad key ${apiKey}\nsee https://docs.example/x?token=secret&y=1 ${'long '.repeat(100)}`,
      }),
    );
    const { client, logger } = clientOf(origin);
    const error = await client.listCalls({ limit: 1 }).catch((caught: Error) => caught);
    expect(error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('see https://docs.example/x'),
    });
    const said = `${String(error)}${JSON.stringify(error)}${logger.lines.join('')}`;
    expect(said).not.toMatch(/CANARY|secret|\n/);
    expect(String(error).length).toBeLessThan(320);
  });

  it('names fields of the wrong type once', async () => {
    const { origin } = await server((_request, response) =>
      sendJson(response, 200, [{ ...call, start_timestamp: 'private' }]),
    );
    const { client, logger } = clientOf(origin);
    await client.listCalls({ limit: 5 });
    await client.listCalls({ limit: 5 });
    const lines = logger.lines.filter((line) => line.includes('start_timestamp'));
    expect(lines).toHaveLength(1);
    expect(logger.lines.join('')).not.toContain('private');
  });
});
