import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createVoicyClient } from './client.ts';
import { type Decoder, localDecoder } from './decoder.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const context = { maxDepth: 64, family: 'shared', known: null } as const;

describe('the decoder', () => {
  it('says what is wrong with a body, and reads what is right', async () => {
    const page = (text: string) => localDecoder.page({ ...context, body: bytes(text), asked: 5 });
    const call = (text: string) => localDecoder.call({ ...context, body: bytes(text), id: 'a', serverMs: 7 });
    expect(await page('[{"call_id"')).toEqual({ kind: 'damaged', why: 'not-json' });
    expect(await page('')).toEqual({ kind: 'damaged', why: 'not-json' });
    expect(await page('{"hello":1}')).toEqual({ kind: 'damaged', why: 'wrong-shape' });
    expect(await call('[]')).toEqual({ kind: 'damaged', why: 'wrong-shape' });
    expect(await page('[{"call_id":"a","agent_id":"x","start_timestamp":"soon"}]')).toMatchObject({
      kind: 'read',
      generation: 'legacy',
      notes: ['start_timestamp'],
      pruned: false,
    });
    expect(await call(`{"call_id":"a","x":${'['.repeat(70)}${']'.repeat(70)}}`)).toMatchObject({
      kind: 'read',
      generation: 'v1',
      pruned: true,
    });
    const told = { ...context, family: 'functions' as const, body: bytes('{"calls":[]}'), asked: 5 };
    expect(await localDecoder.page(told)).toMatchObject({ generation: 'functions' });
  });

  it('never throws, and all it returns survives the way to another thread', async () => {
    const call = fc.record({ call_id: fc.constant('a'), metadata: fc.jsonValue(), transcript: fc.jsonValue() });
    const text = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      call.map((value) => JSON.stringify(value).replace('"a"', '"a","call_cost":123456789012345678901')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const asked = { ...context, body: bytes(value), asked: 5, id: 'a', serverMs: 0 };
        for (const read of [await localDecoder.page(asked), await localDecoder.call(asked)]) {
          expect(structuredClone(read)).toEqual(read);
        }
      }),
    );
  });
});

describe('a client with a decoder of its host', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    const corpus = syntheticCorpus({ calls: 30, seed: 3, startAt: Date.now() - 3_600_000, withRecordings: true });
    sandbox = await startSandbox({ corpus, generation: 'legacy' });
  });
  afterAll(() => sandbox.close());

  const clientWith = (decode: Decoder) =>
    createVoicyClient({
      baseUrl: sandbox.baseUrl,
      apiKey: sandbox.apiKey,
      fetch,
      clock: createFastClock(),
      random: () => 0,
      logger: createTestLogger(),
      decode,
    });

  it('sends it transferable data only, and reads what it gives back', async () => {
    const elsewhere: Decoder = {
      page: async (answer) =>
        structuredClone(await localDecoder.page(structuredClone(answer, { transfer: [answer.body.buffer] }))),
      call: async (answer) =>
        structuredClone(await localDecoder.call(structuredClone(answer, { transfer: [answer.body.buffer] }))),
    };
    const plain = clientWith(localDecoder);
    const client = clientWith(elsewhere);
    const page = await client.listCalls({ limit: 10 });
    expect(page).toEqual(await plain.listCalls({ limit: 10 }));
    expect(page.generation).toBe('legacy');
    const [first] = page.items;
    if (first?.kind !== 'call') throw new Error('no call');
    expect(await client.getCall(first.summary.id)).toMatchObject({ kind: 'call', generation: 'legacy' });
    // A body that breaks is asked for again, as by the client itself.
    sandbox.clearRequests();
    sandbox.faults.add({ kind: 'truncated-json', on: 'get', times: 2 });
    expect(await client.getCall(first.summary.id)).toMatchObject({ kind: 'call' });
    expect(sandbox.counts().get).toBe(3);
  });

  it('passes on that the decoder itself has failed, without asking again', async () => {
    const client = clientWith({
      page: () => Promise.reject(new Error('worker ended')),
      call: () => Promise.reject(new Error('worker ended')),
    });
    sandbox.clearRequests();
    await expect(client.listCalls({ limit: 3 })).rejects.toThrow('worker ended');
    expect(sandbox.counts().list).toBe(1);
  });
});
