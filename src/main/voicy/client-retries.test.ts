import { afterEach, describe, expect, it } from 'vitest';
import { createNodeSend } from '../node/node-network.ts';
import type { SendRequest } from '../ports.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';
import {
  answerOf,
  createFastClock,
  createSimClock,
  createTestLogger,
  sendJson,
  serve,
  type TestServer,
} from './test-support.ts';

const send = createNodeSend({});

const apiKey = 'voicy_sk_live_CANARY0000000000000000000000';

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

/** Time limits that a clock which jumps does not reach while an answer is read. */
const patient = { headersMs: 1e9, idleMs: 1e9, totalMs: 1e9, throughputWindowMs: 1e9 };

describe('retries', () => {
  it.each([400, 401, 403, 404, 409, 410, 418, 422, 501])('does not repeat %i', async (status) => {
    const { origin, requests } = await server(({ url }, response) =>
      url.includes('list') ? sendJson(response, 200, []) : sendJson(response, status, { error: 'no' }),
    );
    const { client } = clientOf(origin);
    await client.listCalls({ limit: 1 });
    const code =
      status === 401 || status === 403 ? 'unauthorized' : status === 404 || status === 410 ? 'not-found' : undefined;
    await expect(client.getCall('x')).rejects.toMatchObject(code ? { code } : { name: 'AppError' });
    // What does not say that it is the call that is gone is held against the list.
    expect(requests).toHaveLength(status === 404 || status === 410 ? 3 : 2);
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('repeats %i up to six times', async (status) => {
    const { origin, requests } = await server(({ n }, response) =>
      n === 6 ? sendJson(response, 200, []) : sendJson(response, status, { error: 'busy' }),
    );
    await clientOf(origin).client.listCalls({ limit: 1 });
    expect(requests).toHaveLength(6);
    const failing = await server((_request, response) => sendJson(response, status, { error: 'busy' }));
    await expect(clientOf(failing.origin).client.listCalls({ limit: 1 })).rejects.toMatchObject({
      code: status === 429 ? 'rate-limited' : 'offline',
    });
    expect(failing.requests).toHaveLength(6);
  });

  it.each([
    ['2', 2000],
    ['600', 600_000],
    ['315360000', 3_600_000],
    ['-5', 250],
    ['later', 250],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 250],
    ['in 30 s', 30_000],
  ])('waits as Retry-After %s asks, by the server’s clock', async (value, waitMs) => {
    for (const status of [429, 503]) {
      const clock = createSimClock(1_700_000_000_000);
      const at: number[] = [];
      const skewMs = -3 * 86_400_000;
      const send = async () => {
        at.push(clock.now());
        const date = (ms: number) => new Date(clock.now() + skewMs + ms).toUTCString();
        const retryAfter = value === 'in 30 s' ? date(30_000) : value;
        const headers = { 'content-type': 'application/json', 'retry-after': retryAfter, date: date(0) };
        return answerOf('[]', at.length === 1 ? status : 200, headers);
      };
      const { client } = clientOf('https://api.voicy.co', { clock, send, limits: patient, random: () => 0.5 });
      await clock.run(client.listCalls({ limit: 1 }));
      expect((at[1] ?? 0) - (at[0] ?? 0)).toBe(waitMs);
      expect(at).toHaveLength(2);
    }
  });

  it('stops all others when the key is refused', async () => {
    const { origin, requests } = await server(({ n, url }, response) => {
      if (url.includes('list')) sendJson(response, 200, []);
      else if (n <= 3) setTimeout(() => sendJson(response, 401, { error: 'bad key' }), 20);
      else sendJson(response, 200, { call_id: 'x' });
    });
    const { client } = clientOf(origin, { limits: { maxInFlight: 2 } });
    await client.listCalls({ limit: 1 });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => client.getCall(`c${n}`)));
    expect(results.every((one) => one.status === 'rejected' && one.reason.code === 'unauthorized')).toBe(true);
    expect(requests).toHaveLength(3);
  });

  it('stops asking a server that fails on and on: 503 for ten minutes, at most 40 requests', async () => {
    const clock = createSimClock();
    let requests = 0;
    const send = async () => {
      requests += 1;
      return answerOf('{"error":"down"}', 503, { 'content-type': 'application/json' });
    };
    const { client } = clientOf('https://api.voicy.co', { clock, send, limits: patient, random: () => 0.5 });
    const endMs = clock.now() + 600_000;
    while (clock.now() < endMs) {
      await clock.run(Promise.allSettled(Array.from({ length: 4 }, () => client.listCalls({ limit: 1 }))));
      await clock.run(clock.sleep(5000));
    }
    expect(requests).toBeGreaterThan(6);
    expect(requests).toBeLessThanOrEqual(40);
    await expect(client.listCalls({ limit: 1 })).rejects.toMatchObject({ code: 'offline' });
  });

  it('gives up after five minutes of tries and backoff', async () => {
    const clock = createSimClock();
    const startMs = clock.now();
    const send: SendRequest = async ({ signal }) => {
      await clock.sleep(59_000, signal);
      return answerOf('', 500, {});
    };
    const { client } = clientOf('https://api.voicy.co', {
      clock,
      send,
      random: () => 1,
      limits: { headersMs: 60_000 },
    });
    await expect(clock.run(client.listCalls({ limit: 1 }))).rejects.toMatchObject({ code: 'offline' });
    expect(clock.now() - startMs).toBeLessThanOrEqual(300_000);
    expect(client.state().requests).toBe(5);
  });
});
