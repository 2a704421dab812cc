import { afterEach, describe, expect, it } from 'vitest';
import { rateKinds, type Sandbox, type SandboxOptions, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import type { Clock } from '../ports.ts';
import { createVoicyClient } from './client.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const send = createNodeSend({});

const corpus = syntheticCorpus({ calls: 60, seed: 5, startAt: Date.now() - 3_600_000 });
const day = 86_400_000;
/** Time limits that a clock far faster than the network does not reach. */
const patient = { headersMs: 1e9, idleMs: 1e9, totalMs: 1e9, throughputWindowMs: 1e9 };

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** A sandbox and a client whose time runs `speed` times as fast as ours. */
async function start(speed: number, options: Partial<SandboxOptions>) {
  const clock = createFastClock(speed);
  sandbox = await startSandbox({ corpus, clock: clock.now, ...options });
  return { clock, client: clientOf(clock) };
}

function clientOf(clock: Clock) {
  return createVoicyClient({
    baseUrl: sandbox.baseUrl,
    apiKey: sandbox.apiKey,
    send,
    clock,
    random: () => 0.5,
    logger: createTestLogger(),
    limits: patient,
  });
}

async function idsOf(client: ReturnType<typeof clientOf>): Promise<string[]> {
  const page = await client.listCalls({ limit: 60 });
  return page.items.flatMap((item) => (item.kind === 'call' ? [item.summary.id] : []));
}

describe('the allowance over HTTP', () => {
  it.each(rateKinds.map((kind, at) => [kind, [day, -day, 0][at] ?? 0] as const))(
    'of kind %s, with a server clock %i ms away, is used and not overrun (F31)',
    async (kind, httpDateSkewMs) => {
      const { client } = await start(20, {
        rateLimit: { requests: 10, windowMs: 20_000, kind },
        httpDateSkewMs,
      });
      const ids = (await idsOf(client)).slice(0, 29);
      await Promise.all(ids.map((id) => client.getCall(id)));
      expect(sandbox.counts()).toMatchObject({ list: 1, get: 29, byStatus: { 200: 30 } });
      expect(Math.abs(client.serverNow() - sandbox.now() - httpDateSkewMs)).toBeLessThan(60_000);
    },
    20_000,
  );

  it('holds all workers when one of them is refused (F16)', async () => {
    const { client } = await start(20, {});
    const ids = (await idsOf(client)).slice(0, 40);
    sandbox.clearRequests();
    sandbox.faults.add({ kind: 'rate-limit-storm', retryAfter: { seconds: 20 }, on: 'get', nth: 10, times: 1 });
    await Promise.all(ids.map((id) => client.getCall(id)));
    const refused = sandbox.requests.find(({ status }) => status === 429);
    if (refused === undefined) throw new Error('nobody was refused');
    const later = sandbox.requests.filter(({ at }) => at > refused.at);
    // Those that were out already are answered; then nobody asks until the time has come.
    const meanwhile = later.filter(({ at }) => at < refused.at + 20_000);
    expect(meanwhile.length).toBeLessThan(8);
    expect(later.length - meanwhile.length).toBeGreaterThan(20);
    expect(sandbox.counts()).toMatchObject({ get: 41, byStatus: { 429: 1 } });
  }, 20_000);
});

describe('an outage over HTTP', () => {
  it('of ten minutes costs at most 40 requests, and ends when the server is back (F17)', async () => {
    const { clock, client } = await start(300, {});
    const ids = await idsOf(client);
    sandbox.clearRequests();
    const outage = sandbox.faults.add({ kind: 'status', status: 503 });
    const endMs = clock.now() + 600_000;
    const worker = async (id: string) => {
      while (clock.now() < endMs) {
        const error = await client.getCall(id).catch((caught: Error) => caught);
        expect(error).toMatchObject({ code: 'offline' });
        await clock.sleep(5000);
      }
    };
    await Promise.all(ids.slice(0, 6).map(worker));
    expect(sandbox.counts().total).toBeGreaterThanOrEqual(5);
    expect(sandbox.counts().total).toBeLessThanOrEqual(40);
    outage.remove();
    await clock.sleep(600_000);
    const back = await Promise.all(ids.slice(0, 1).map((id) => client.getCall(id)));
    expect(back[0]?.kind).toBe('call');
    expect((await Promise.all(ids.slice(0, 6).map((id) => client.getCall(id)))).length).toBe(6);
  }, 30_000);
});

describe('a key that is withdrawn in the middle (F12)', () => {
  it('costs no request beyond those that are out', async () => {
    const { client } = await start(1, { latencyMs: 20 });
    const ids = (await idsOf(client)).slice(0, 40);
    sandbox.setApiKeys(['another']);
    sandbox.clearRequests();
    const results = await Promise.allSettled(ids.map((id) => client.getCall(id)));
    expect(results.every((one) => one.status === 'rejected' && one.reason.code === 'unauthorized')).toBe(true);
    expect(sandbox.counts().total).toBeLessThanOrEqual(8);
    sandbox.setApiKeys([sandbox.apiKey]);
    expect(await client.getCall(ids[0] ?? '')).toMatchObject({ kind: 'call' });
  });
});
