import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, type Sandbox, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const send = createNodeSend({});

const calls = 40;
const corpus = syntheticCorpus({ calls, seed: 7, startAt: Date.now() - 3_600_000, withRecordings: true });
const quick = { headersMs: 400, idleMs: 400, totalMs: 1500, throughputWindowMs: 500 };

describe('a bad connection', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ corpus, generation: 'functions' });
  });
  afterEach(() => {
    sandbox.faults.clear();
    sandbox.clearRequests();
  });
  afterAll(() => sandbox.close());

  const client = (options: Partial<VoicyClientOptions> = {}) =>
    createVoicyClient({
      baseUrl: sandbox.baseUrl,
      apiKey: sandbox.apiKey,
      send,
      clock: createFastClock(),
      random: () => 0,
      logger: createTestLogger(),
      limits: quick,
      ...options,
    });
  const lastId = async () => (await client().listCalls({ limit: 3 })).lastId ?? '';

  it.each<[string, Fault]>([
    ['a reset before the headers', { kind: 'reset-before-headers', times: 2 }],
    ['a reset after the headers', { kind: 'reset-after-headers', times: 2 }],
    ['a reset in the body', { kind: 'reset-mid-body', atByte: 200, times: 2 }],
    ['a short body', { kind: 'short-body', atByte: 200, times: 2 }],
    ['a truncated chunked body', { kind: 'truncated-chunked', atByte: 200, times: 2 }],
    ['a cut that looks like the end', { kind: 'close-delimited-cut', atByte: 200, times: 2 }],
    ['truncated gzip', { kind: 'truncated-gzip', missingBytes: 200, times: 2 }],
    ['truncated JSON', { kind: 'truncated-json', times: 2 }],
    ['an empty body', { kind: 'replace-body', body: 'empty', times: 2 }],
    ['null', { kind: 'replace-body', body: 'null', times: 2 }],
    ['a wait before the headers', { kind: 'stall-before-headers', ms: 'forever', times: 1 }],
    ['a wait in the body', { kind: 'stall-mid-body', atByte: 200, ms: 'forever', times: 1 }],
    ['a drip', { kind: 'slow-drip', bytes: 1, everyMs: 50, times: 1 }],
    ['a longer body than announced', { kind: 'long-body' }],
    ['invalid UTF-8', { kind: 'invalid-utf8' }],
    ['503s', { kind: 'status', status: 503, times: 5 }],
    ['a storm of 429', { kind: 'rate-limit-storm', resetInMs: 500, times: 2 }],
  ])(
    'gets over %s',
    async (_name, fault) => {
      const id = await lastId();
      const one = client();
      sandbox.faults.add({ ...fault, on: 'list' });
      expect((await one.listCalls({ limit: 10 })).received).toBe(10);
      sandbox.faults.clear();
      sandbox.faults.add({ ...fault, on: 'get' });
      expect((await one.getCall(id)).kind).toBe(fault.kind === 'invalid-utf8' ? 'unreadable' : 'call');
    },
    20_000,
  );

  it.each<[string, Fault, string, number]>([
    ['a sign-in page', { kind: 'captive-portal', as: 'page' }, 'offline', 1],
    ['a redirect to a sign-in page', { kind: 'captive-portal', as: 'redirect' }, 'offline', 1],
    ['an answer of another shape', { kind: 'replace-body', body: 'wrong-shape' }, 'damaged', 3],
    ['a bare string', { kind: 'replace-body', body: 'string' }, 'damaged', 3],
    [
      '403 from a firewall',
      { kind: 'status', status: 403, body: '<h1>no</h1>', headers: { 'content-type': 'text/html' } },
      'offline',
      1,
    ],
    ['a bomb', { kind: 'gzip-bomb', megabytes: 400 }, 'damaged', 1],
    ['a huge body', { kind: 'huge-body', megabytes: 64 }, 'damaged', 1],
    ['a connection that always breaks', { kind: 'reset-mid-body', atByte: 10 }, 'offline', 6],
  ])('says what is wrong with %s', async (_name, fault, code, requests) => {
    const one = client({ limits: { ...quick, totalMs: 20_000, idleMs: 5000, headersMs: 5000 } });
    await one.listCalls({ limit: 1 });
    sandbox.clearRequests();
    sandbox.faults.add({ ...fault, on: 'list' });
    await expect(one.listCalls({ limit: 10 })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^[^\n]{20,240}\.$/),
    });
    expect(sandbox.counts().list).toBe(requests);
  });
});

describe('the allowance', () => {
  it('is never overrun by many at once', async () => {
    const sandbox = await startSandbox({ corpus, rateLimit: { requests: 12, windowMs: 2000 } });
    const client = createVoicyClient({
      baseUrl: sandbox.baseUrl,
      apiKey: sandbox.apiKey,
      send,
      clock: createFastClock(),
      random: () => 0,
      logger: createTestLogger(),
    });
    const reasons = new Set<string | undefined>();
    client.onState((state) => reasons.add(state.waiting?.reason));
    const page = await client.listCalls({ limit: 30 });
    const ids = page.items.flatMap((item) => (item.kind === 'call' ? [item.summary.id] : []));
    const results = await Promise.allSettled(ids.map((id) => client.getCall(id)));
    expect(results.every((one) => one.status === 'fulfilled')).toBe(true);
    expect(sandbox.counts().byStatus['429'] ?? 0).toBe(0);
    expect(sandbox.counts().get).toBe(ids.length);
    expect(reasons).toContain('rate-limit');
    await sandbox.close();
  }, 15_000);
});
