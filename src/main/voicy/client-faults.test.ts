import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, SANDBOX_FORBIDDEN_KEY, type Sandbox, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const send = createNodeSend({});

const calls = 40;
const corpus = syntheticCorpus({ calls, seed: 7, startAt: Date.now() - 3_600_000, withRecordings: true });

describe.each(['v1', 'functions', 'legacy'] as const)('the %s sandbox', (generation) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ corpus, generation });
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
      ...options,
    });
  it('is read page by page and call by call', async () => {
    const one = client();
    const ids: string[] = [];
    let afterId: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await one.listCalls({ limit: 15, ...(afterId === undefined ? {} : { afterId }) });
      expect(page.generation).toBe(generation);
      ids.push(...page.items.flatMap((item) => (item.kind === 'call' ? [item.summary.id] : [])));
      afterId = page.lastId ?? undefined;
      if (page.isLast) break;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(calls * 0.8);
    for (const id of ids) {
      const fetched = await one.getCall(id);
      if (fetched.kind !== 'call') throw new Error(fetched.reason);
      expect(fetched.call.id).toBe(id);
      expect(fetched.rawJson).not.toMatch(/token=|"recording_url":"/);
      if (fetched.recording === null) continue;
      const { expiresAtMs, obtainedAtMs } = fetched.recording;
      expect(Math.abs(expiresAtMs - obtainedAtMs - 3_600_000)).toBeLessThan(3000);
      expect(fetched.rawJson).not.toContain(fetched.recording.url);
    }
  });

  it.each<[string, Fault, 'call' | 'unreadable']>([
    ['nested 100,000 deep', { kind: 'deep-nesting' }, 'call'],
    ['with an id beyond 2^53', { kind: 'big-number-id' }, 'unreadable'],
    ['with __proto__', { kind: 'proto-key' }, 'call'],
    ['with every key twice', { kind: 'duplicate-keys' }, 'call'],
    ['with NUL', { kind: 'hostile-text', text: 'nul' }, 'call'],
    ['with lone surrogates', { kind: 'hostile-text', text: 'lone-surrogate' }, 'call'],
    ['with a megabyte of text', { kind: 'hostile-text', text: 'megabyte' }, 'call'],
    ['that is a string', { kind: 'unparsable-call' }, 'unreadable'],
    ['that is null', { kind: 'unparsable-call', as: 'null' }, 'unreadable'],
    ['that is empty', { kind: 'unparsable-call', as: 'empty-object' }, 'unreadable'],
    ['without id', { kind: 'missing-field', field: 'call_id' }, 'unreadable'],
    ['with another type of id', { kind: 'wrong-type', field: 'call_id' }, 'unreadable'],
    ['with another type of start', { kind: 'wrong-type', field: 'start_timestamp' }, 'call'],
    ['with a new status', { kind: 'new-enum' }, 'call'],
    ['with an unknown field', { kind: 'unknown-field' }, 'call'],
  ])('keeps the other rows beside a call %s', async (_name, fault, kind) => {
    const one = client();
    const clean = await one.listCalls({ limit: 10 });
    const target = clean.items[4];
    if (target?.kind !== 'call') throw new Error('no call there');
    sandbox.faults.add({ ...fault, callId: target.summary.id });
    const page = await one.listCalls({ limit: 10 });
    expect(page.items.map((item) => item.kind)).toEqual(clean.items.map((_, at) => (at === 4 ? kind : 'call')));
    expect(page.items[4]?.rawJson.length).toBeGreaterThan(0);
    expect(page.items.filter((_, at) => at !== 4)).toEqual(clean.items.filter((_, at) => at !== 4));
    const text = JSON.stringify(page);
    expect(text.includes('\\u0000') || !text.isWellFormed()).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    if (kind === 'call') {
      const fetched = await one.getCall(target.summary.id);
      expect(fetched.kind).toBe('call');
      expect(fetched.rawJson).not.toMatch(/token=/);
    }
  });

  it('tells a refused key from a key without access, with one request each', async () => {
    await expect(client({ apiKey: 'voicy_sk_live_wrong' }).listCalls({ limit: 1 })).rejects.toMatchObject({
      code: 'unauthorized',
    });
    await expect(client({ apiKey: SANDBOX_FORBIDDEN_KEY }).listCalls({ limit: 1 })).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('may not read calls'),
    });
    expect(sandbox.counts().total).toBe(2);
  });

  it('says that a call is gone', async () => {
    await expect(client().getCall('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
  });
});
