import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const send = createNodeSend({});

const corpus = syntheticCorpus({ calls: 60, seed: 5, startAt: Date.now() - 3_600_000 });

let sandbox: Sandbox;
afterEach(() => sandbox.close());

function clientOf(options: Partial<VoicyClientOptions> = {}) {
  return createVoicyClient({
    baseUrl: sandbox.apiUrl,
    apiKey: sandbox.apiKey,
    send,
    clock: createFastClock(),
    random: () => 0,
    logger: createTestLogger(),
    ...options,
  });
}

describe.each([
  ['v1', 'functions'],
  ['functions', 'v1'],
  ['functions', 'legacy'],
] as const)('a vendor that moves from %s to %s', (before, after) => {
  it('is followed in the middle of a list and of its Gets, and no call counts as gone', async () => {
    sandbox = await startSandbox({ corpus, generation: before });
    const client = clientOf();
    const first = await client.listCalls({ limit: 20 });
    expect([first.generation, client.generation()]).toEqual([before, before]);
    const ids = first.items.flatMap((item) => (item.kind === 'call' ? [item.summary.id] : []));
    for (const id of ids.slice(0, 5)) expect(await client.getCall(id)).toMatchObject({ generation: before });

    sandbox.setGeneration(after);
    sandbox.clearRequests();
    // Eight at once find the old path gone; each is asked again at the new one.
    const moved = await Promise.all(ids.slice(5, 13).map((id) => client.getCall(id)));
    expect(moved.every((one) => one.kind === 'call' && one.generation === after)).toBe(true);
    expect(client.generation()).toBe(after);
    const next = await client.listCalls({ limit: 20, ...(first.lastId === null ? {} : { afterId: first.lastId }) });
    expect(next.generation).toBe(after);
    const seen = new Set(ids);
    expect(next.items.some((item) => item.kind === 'call' && seen.has(item.summary.id))).toBe(false);
    // From then on nothing is wasted.
    sandbox.clearRequests();
    for (const id of ids.slice(13, 18)) expect(await client.getCall(id)).toMatchObject({ generation: after });
    expect(sandbox.counts().total).toBe(5);
  });

  it('is followed by a list too', async () => {
    sandbox = await startSandbox({ corpus, generation: before });
    const client = clientOf();
    await client.listCalls({ limit: 5 });
    sandbox.setGeneration(after);
    sandbox.clearRequests();
    expect((await client.listCalls({ limit: 5 })).generation).toBe(after);
    expect(sandbox.counts().total).toBe(2);
  });
});

describe('a call that is not there', () => {
  it('is believed gone when the vendor says so, and held against the list after many in a row', async () => {
    sandbox = await startSandbox({ corpus, generation: 'v1' });
    const client = clientOf();
    const page = await client.listCalls({ limit: 5 });
    sandbox.clearRequests();
    const askForGone = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) {
        await expect(client.getCall(`gone-${n}`)).rejects.toMatchObject({ code: 'not-found' });
      }
    };
    await askForGone(0, 24);
    expect(sandbox.counts()).toMatchObject({ get: 24, list: 0 });
    await askForGone(24, 25);
    expect(sandbox.counts()).toMatchObject({ get: 25, list: 1 });
    // Found in its place once, it is doubted half as often.
    await askForGone(25, 74);
    expect(sandbox.counts()).toMatchObject({ get: 74, list: 1 });
    await askForGone(74, 75);
    expect(sandbox.counts()).toMatchObject({ get: 75, list: 2 });
    // A call that is there ends the row; the same one again does not lengthen it.
    await client.getCall(page.lastId ?? '');
    for (let n = 0; n < 30; n += 1) await client.getCall('gone-0').catch(() => undefined);
    expect(sandbox.counts().list).toBe(2);
  });

  it('is not gone when the whole API is away or the check fails', async () => {
    sandbox = await startSandbox({ corpus, generation: 'v1' });
    const client = clientOf();
    const { lastId } = await client.listCalls({ limit: 5 });
    sandbox.faults.add({ kind: 'status', status: 404, body: '{"error":"no route"}' });
    await expect(client.getCall(lastId ?? '')).rejects.toMatchObject({ code: 'invalid-input' });
    sandbox.faults.clear();
    sandbox.faults.add({ kind: 'status', status: 404, body: '{"error":"no route"}', on: 'get' });
    sandbox.faults.add({ kind: 'status', status: 503, on: 'list' });
    await expect(client.getCall(lastId ?? '')).rejects.toMatchObject({ code: 'offline' });
    sandbox.faults.clear();
    expect(await client.getCall(lastId ?? '')).toMatchObject({ kind: 'call' });
  });

  it('starts where it was told, and that is only a hint', async () => {
    sandbox = await startSandbox({ corpus, generation: 'functions' });
    const told = clientOf({ generation: 'functions' });
    expect(told.generation()).toBe('functions');
    await told.listCalls({ limit: 1 });
    expect(sandbox.counts().total).toBe(1);
    const wrong = clientOf({ generation: 'legacy' });
    expect((await wrong.listCalls({ limit: 1 })).generation).toBe('functions');
    expect(wrong.generation()).toBe('functions');
    expect(sandbox.counts().total).toBe(3);
  });
});
