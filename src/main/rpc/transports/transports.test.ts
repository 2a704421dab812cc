import { createORPCClient, ORPCError, safe } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import type { Logger } from '../../ports.ts';
import { createFetchRpc } from './fetch.ts';
import { createMessagePortRpc } from './message-port.ts';

const base = oc.errors({ 'not-found': {}, 'invalid-input': {}, internal: {} });
const contract = {
  calls: {
    get: base.input(z.object({ id: z.string().max(5) })).output(z.object({ id: z.string(), text: z.string() })),
    events: base.input(z.object({ fail: z.boolean() })).output(eventIterator(z.object({ n: z.number() }))),
  },
};

const errors: object[] = [];
const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => errors.push({ fields, message }),
};
let endedStreams = 0;

const os = implement(contract);
const router = os.router({
  calls: {
    get: os.calls.get.handler(({ input }) => {
      if (input.id === 'none') throw new AppError('not-found', 'There is no such call.');
      if (input.id === 'bug') throw new Error('secret detail');
      // What a schema would refuse on the way out is a bug too, and its data must not be logged.
      if (input.id === 'shape') return JSON.parse('{"id":"shape","text":{"said":"private words"}}');
      return { id: input.id, text: 'שלום – hello' };
    }),
    events: os.calls.events.handler(async function* ({ input, signal }) {
      try {
        yield { n: 1 };
        yield { n: 2 };
        if (input.fail) throw new AppError('not-found', 'The stream ended.');
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      } finally {
        endedStreams += 1;
      }
    }),
  },
});

type Client = ContractRouterClient<typeof contract>;
const channel = new MessageChannel();
createMessagePortRpc(router, logger).serve(channel.port1);
channel.port1.start();
channel.port2.start();
const serve = createFetchRpc(router, logger);

const clients: ReadonlyArray<readonly [string, Client]> = [
  [
    'fetch',
    createORPCClient(
      new FetchLink({
        url: 'http://127.0.0.1/rpc',
        fetch: async (request) => (await serve(request)) ?? new Response(null, { status: 404 }),
      }),
    ),
  ],
  ['message port', createORPCClient(new PortLink({ port: channel.port2 }))],
];

beforeEach(() => {
  errors.length = 0;
  endedStreams = 0;
});
afterAll(() => channel.port1.close());

describe.each(clients)('over %s', (_name, client) => {
  it('carries a call and its answer', async () => {
    expect(await client.calls.get({ id: 'c1' })).toEqual({ id: 'c1', text: 'שלום – hello' });
  });

  it('carries an expected failure with code and sentence, and logs nothing', async () => {
    const { error, isDefined } = await safe(client.calls.get({ id: 'none' }));
    expect(isDefined).toBe(true);
    expect(error).toMatchObject({ code: 'not-found', message: 'There is no such call.' });
    expect(errors).toEqual([]);
  });

  it('shows a bug as internal and logs its stack', async () => {
    const { error, isDefined } = await safe(client.calls.get({ id: 'bug' }));
    expect(isDefined).toBe(true);
    expect(error).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(error)).not.toContain('secret detail');
    expect(errors).toMatchObject([{ fields: { procedure: 'calls.get', err: { message: 'secret detail' } } }]);
  });

  it('shows an answer of the wrong shape as internal and logs the place, not the words', async () => {
    const { error } = await safe(client.calls.get({ id: 'shape' }));
    expect(error).toMatchObject({ code: 'internal' });
    expect(errors).toMatchObject([{ fields: { procedure: 'calls.get', where: 'text' } }]);
    expect(JSON.stringify(errors)).not.toContain('private words');
  });

  it('refuses input of the wrong shape as invalid-input and names the place', async () => {
    const { error, isDefined } = await safe(client.calls.get({ id: 'too long' }));
    expect(isDefined).toBe(true);
    expect(error).toMatchObject({ code: 'invalid-input', message: 'This input was not accepted: id.' });
    expect(errors).toEqual([]);
  });

  it('refuses a procedure that does not exist', async () => {
    const call: unknown = Reflect.get(client.calls, 'steal');
    const { error } = await safe((call as (input: object) => Promise<unknown>)({}));
    expect(error).toBeInstanceOf(ORPCError);
  });

  it('streams events and ends the stream when the listener leaves', async () => {
    const leave = new AbortController();
    const events = await client.calls.events({ fail: false }, { signal: leave.signal });
    expect((await events.next()).value).toEqual({ n: 1 });
    expect((await events.next()).value).toEqual({ n: 2 });
    expect(endedStreams).toBe(0);
    leave.abort();
    await events.next().catch(() => undefined);
    await expect.poll(() => endedStreams).toBe(1);
    expect(errors).toEqual([]);
  });

  it('carries an expected failure of a stream', async () => {
    const events = await client.calls.events({ fail: true });
    await events.next();
    await events.next();
    await expect(events.next()).rejects.toMatchObject({
      code: 'not-found',
      message: 'The stream ended.',
      defined: true,
    });
  });
});
