import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SANDBOX_FORBIDDEN_KEY, startSandbox, syntheticCorpus } from '../../sandbox/index.ts';
import { createNodeSend } from '../node/node-network.ts';
import { networkFailure } from './http-errors.ts';
import { testConnection } from './test-connection.ts';
import { createFastClock, createTestLogger, sendJson, serve } from './test-support.ts';

const send = createNodeSend({});

const ports = (sendPort = send) => ({
  send: sendPort,
  clock: createFastClock(),
  random: () => 0,
  logger: createTestLogger(),
});
const key = 'voicy_sk_live_0000000000000000000000000000';
const test = (baseUrl: string, apiKey = key, sendPort = send) => testConnection({ baseUrl, apiKey }, ports(sendPort));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('testConnection', () => {
  it.each(['v1', 'functions', 'legacy'] as const)(
    'says that it works, with the newest call, for %s',
    async (generation) => {
      const corpus = syntheticCorpus({ calls: 5, seed: 3, startAt: Date.now() - 600_000 });
      const sandbox = await startSandbox({ corpus, generation });
      const result = await test(sandbox.baseUrl, sandbox.apiKey);
      expect(result).toMatchObject({ ok: true, code: null, generation });
      expect(Date.now() - (result.latestCallMs ?? 0)).toBeLessThan(7_200_000);
      expect(sandbox.counts().total).toBe(1);
      expect(await test(sandbox.baseUrl, 'wrong')).toMatchObject({
        ok: false,
        code: 'unauthorized',
        message: /does not accept this API key/,
      });
      expect(await test(sandbox.baseUrl, SANDBOX_FORBIDDEN_KEY)).toMatchObject({
        ok: false,
        code: 'unauthorized',
        message: /may not read calls/,
      });
      sandbox.faults.add({ kind: 'captive-portal', as: 'page' });
      expect(await test(sandbox.baseUrl, sandbox.apiKey)).toMatchObject({
        ok: false,
        code: 'offline',
        message: /the Voicy API did not/,
      });
      sandbox.faults.clear();
      sandbox.faults.add({ kind: 'rate-limit-storm', resetInMs: 600_000, retryAfter: { seconds: 600 } });
      const startMs = performance.now();
      expect(await test(sandbox.baseUrl, sandbox.apiKey)).toMatchObject({ ok: false, code: 'rate-limited' });
      expect(performance.now() - startMs).toBeLessThan(2000);
      await sandbox.close();
    },
  );

  it('says that there are no calls yet', async () => {
    const server = await serve((_request, response) => sendJson(response, 200, []));
    expect(await test(server.origin)).toMatchObject({ ok: true, message: /no calls yet/, latestCallMs: null });
    await server.close();
  });

  it.each([
    ['http://api.voicy.co', 'invalid-input', /https/],
    ['voicy', 'invalid-input', /https/],
    ['https://no-such-host.invalid', 'offline', /not found|no way/],
  ])('says what is wrong with %s', async (baseUrl, code, message) => {
    expect(await test(baseUrl)).toMatchObject({ ok: false, code, message });
  });

  it('says that nobody listens, that it is another site, and that TLS failed', async () => {
    expect(await test(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      code: 'offline',
      message: /refused the connection/,
    });
    const other = await serve((_request, response) => sendJson(response, 404, { error: 'no such page' }));
    expect(await test(other.origin)).toMatchObject({
      ok: false,
      code: 'invalid-input',
      message: /no list of Voicy calls/,
    });
    const json = await serve((_request, response) => sendJson(response, 200, { hello: 'world' }));
    expect(await test(json.origin)).toMatchObject({
      ok: false,
      code: 'damaged',
      message: /not what the Voicy API sends/,
    });
    // A server that speaks no TLS, asked over https: a real handshake that fails.
    const before = other.requests.length;
    expect(await test(other.origin.replace('http:', 'https:'))).toMatchObject({
      code: 'offline',
      message: /secure connection/,
    });
    expect(other.requests).toHaveLength(before);
    await Promise.all([other.close(), json.close()]);
  });

  it('rejects with the reason when cancelled, and throws bugs', async () => {
    const reason = new Error('closed');
    await expect(
      testConnection({ baseUrl: 'https://api.voicy.co', apiKey: key }, ports(), AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});

describe('networkFailure', () => {
  const failed = (code: string) =>
    networkFailure(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }), 'h');
  it.each([
    ['ENOTFOUND', /not found/, true],
    ['EAI_AGAIN', /not found/, true],
    ['ECONNREFUSED', /refused/, true],
    ['ENETUNREACH', /no way to/, true],
    ['ECONNRESET', /was cut/, true],
    ['UND_ERR_SOCKET', /was cut/, true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /authority/, false],
    ['SELF_SIGNED_CERT_IN_CHAIN', /authority/, false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /authority/, false],
    ['CERT_HAS_EXPIRED', /out of date/, false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another name/, false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /secure connection/, false],
  ])('names %s', (code, message, retry) => {
    expect(failed(code)).toMatchObject({ retry, appError: { code: 'offline', message } });
  });

  it('reads Chromium’s names and several addresses too, and passes no foreign words on', () => {
    expect(networkFailure(new Error('net::ERR_CERT_DATE_INVALID'), 'h')).toMatchObject({
      retry: false,
      message: /out of date/,
    });
    expect(networkFailure(new Error('net::ERR_NAME_NOT_RESOLVED'), 'h')).toMatchObject({ message: /not found/ });
    const both = new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' })]);
    expect(networkFailure(new TypeError('fetch failed', { cause: both }), 'h')).toMatchObject({ message: /refused/ });
    expect(networkFailure(new Error('Redirect was cancelled'), 'h')).toMatchObject({
      retry: false,
      message: /the Voicy API did not/,
    });
    const loose = networkFailure(new Error('Bearer voicy_sk_live_x https://h/?token=1'), 'h');
    expect(loose.appError.message).not.toMatch(/voicy_sk|token/);
    expect(loose.appError.cause).toBeUndefined();
  });
});
