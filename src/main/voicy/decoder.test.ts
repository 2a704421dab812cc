import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { createVoicyClient } from './client.ts';
import { decodeCall, decodePage } from './decoder.ts';
import { createFastClock, createTestLogger } from './test-support.ts';

const send = createNodeSend({});

const bytes = (text: string) => new TextEncoder().encode(text);
const context = { maxDepth: 64, family: 'shared', known: null } as const;

describe('the decoder', () => {
  it('says what is wrong with a body, and reads what is right', async () => {
    const page = (text: string) => decodePage({ ...context, body: bytes(text), asked: 5 });
    const call = (text: string) => decodeCall({ ...context, body: bytes(text), id: 'a', serverMs: 7 });
    expect(page('[{"call_id"')).toEqual({ kind: 'damaged', why: 'not-json' });
    expect(page('')).toEqual({ kind: 'damaged', why: 'not-json' });
    expect(page('{"hello":1}')).toEqual({ kind: 'damaged', why: 'wrong-shape', shape: 'object with hello' });
    expect(call('[]')).toEqual({ kind: 'damaged', why: 'wrong-shape', shape: 'array of 0' });
    expect(page('[{"call_id":"a","agent_id":"x","start_timestamp":"soon"}]')).toMatchObject({
      kind: 'read',
      generation: 'legacy',
      notes: ['start_timestamp'],
      pruned: false,
    });
    expect(call(`{"call_id":"a","x":${'['.repeat(70)}${']'.repeat(70)}}`)).toMatchObject({
      kind: 'read',
      generation: 'v1',
      pruned: true,
    });
    const told = { ...context, family: 'functions' as const, body: bytes('{"calls":[]}'), asked: 5 };
    expect(decodePage(told)).toMatchObject({ generation: 'functions' });
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
        for (const read of [decodePage(asked), decodeCall(asked)]) {
          expect(structuredClone(read)).toEqual(read);
        }
      }),
    );
  });
});

describe('a client whose answers are read elsewhere', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    const corpus = syntheticCorpus({ calls: 30, seed: 3, startAt: Date.now() - 3_600_000, withRecordings: true });
    sandbox = await startSandbox({ corpus, generation: 'legacy' });
  });
  afterAll(() => sandbox.close());

  const openClient = () =>
    createVoicyClient({
      baseUrl: sandbox.baseUrl,
      apiKey: sandbox.apiKey,
      send,
      clock: createFastClock(),
      random: () => 0,
      logger: createTestLogger(),
    });
  /** What comes back when the answer goes to another thread, and what was made of it comes back. */
  const elsewhere =
    <E, T>(decode: (answer: E) => T) =>
    async (answer: E) =>
      structuredClone(decode(structuredClone(answer)));

  it('hands out plain data only, and reads what it is given back', async () => {
    const client = openClient();
    const page = await client.readPage({ limit: 10 }, elsewhere(decodePage));
    expect(page).toEqual(await openClient().listCalls({ limit: 10 }));
    expect(page.generation).toBe('legacy');
    const [first] = page.items;
    if (first?.kind !== 'call') throw new Error('no call');
    const { id } = first.summary;
    expect(await client.readCall(id, elsewhere(decodeCall))).toMatchObject({ kind: 'call', generation: 'legacy' });
    // A body that breaks is asked for again.
    sandbox.clearRequests();
    sandbox.faults.add({ kind: 'truncated-json', on: 'get', times: 2 });
    expect(await client.readCall(id, elsewhere(decodeCall))).toMatchObject({ kind: 'call' });
    expect(sandbox.counts().get).toBe(3);
  });

  it('passes on that decoding itself has failed, without asking again', async () => {
    const client = openClient();
    sandbox.clearRequests();
    const broken = () => Promise.reject(new Error('worker ended'));
    await expect(client.readPage({ limit: 3 }, broken)).rejects.toThrow('worker ended');
    expect(sandbox.counts().list).toBe(1);
  });
});
