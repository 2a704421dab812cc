import { afterAll, describe, expect, it } from 'vitest';
import { createHandlerFixture, origin } from './fixtures/handler-fixture.ts';

const { send, accepted, logged, dispose } = createHandlerFixture();
afterAll(dispose);

describe('UI files', () => {
  it('serves the page with a fresh nonce in page and policy', async () => {
    const [first, second] = [await send('/'), await send('/index.html')];
    const html = await first.text();
    const nonce = /nonce="([\w-]{20,})"/.exec(html)?.[1];
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(await second.text()).not.toBe(html);
  });

  it('serves assets with their type', async () => {
    const response = await send('/assets/index-Ab_3-x.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toBe('export {};');
    const head = await send('/assets/index-Ab_3-x.js', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
  });
});

describe('every answer', () => {
  it.each(['/', '/nothing', '/recordings/call-1', '/recordings/none', '/peaks/broken', '/rpc/echo'])(
    '%s carries the security headers',
    async (path) => {
      const response = await send(path);
      await response.body?.cancel();
      const { headers } = response;
      expect(headers.get('content-security-policy')).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('hostile paths', () => {
  const up = [
    '..',
    '%2e%2e',
    '%2E%2e',
    '..%2f..',
    '..%5c..',
    '%252e%252e',
    '....//',
    '..;',
    '.%00.',
    '\\..',
    '%c0%ae%c0%ae',
  ];
  const targets = ['outside.js', 'etc/passwd', 'a.wav'];
  const paths = [
    ...up.flatMap((dots) =>
      targets.flatMap((t) => [`/${dots}/${t}`, `/assets/${dots}/${t}`, `/recordings/${dots}/${t}`]),
    ),
    // The URL parser itself turns the first three of `up` into the start page here.
    ...up.slice(3).flatMap((dots) => [`/recordings/${dots}`, `/peaks/${dots}`, `/recordings/call-1/${dots}`]),
    '/link.js',
    '/.env.js',
    '/assets',
    '/assets/',
    '/assets/secret.key',
    '//etc/passwd',
    '/C:/Windows/win.ini',
    '/CON',
    '/index.html::$DATA',
    '/index.html%00.js',
    '/recordings/',
    '/recordings/call-1%00',
    '/recordings/call-1%20',
    '/recordings/call%2f1',
    '/recordings/__proto__',
    '/recordings/constructor',
    `/recordings/${'a'.repeat(201)}`,
    '/recordings/%f0%28%8c%28',
    '/recordings/file:%2f%2f%2fetc%2fpasswd',
  ];
  it.each(paths)('%s gives nothing away', async (path) => {
    const response = await send(path);
    const body = await response.text();
    expect([400, 404, 405]).toContain(response.status);
    expect(body).not.toContain('secret');
    expect(body.length).toBeLessThan(100);
  });
});

describe('peaks', () => {
  const post = (id: string, body: Uint8Array<ArrayBuffer>, type = 'application/octet-stream') =>
    send(`/peaks/${id}`, { method: 'POST', body, headers: { 'Content-Type': type } });

  it('accepts bytes for a call', async () => {
    expect((await post('call-1', new Uint8Array(10))).status).toBe(204);
    expect(accepted).toContainEqual({ callId: 'call-1', bytes: 10 });
  });

  it('refuses the wrong type, nothing, too much, a bad id and what the store refuses', async () => {
    expect((await post('call-1', new Uint8Array(10), 'text/plain')).status).toBe(415);
    expect((await post('call-1', new Uint8Array(0))).status).toBe(400);
    expect((await post('call-1', new Uint8Array(16 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await post('a%20b', new Uint8Array(10))).status).toBe(400);
    const refused = await post('refused', new Uint8Array(10));
    expect([refused.status, await refused.text()]).toEqual([400, 'These peaks do not fit.\n']);
  });

  it('shows a bug as 500 without its message and logs it', async () => {
    const response = await send('/peaks/broken');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('bug');
    expect(logged).toContain('http request failed');
  });
});

describe('procedures', () => {
  const post = (path: string, body: string, type: string) =>
    send(path, { method: 'POST', body, headers: { 'Content-Type': type } });

  it('takes JSON by POST only, within a limit', async () => {
    expect(await (await post('/rpc/echo', '{"a":1}', 'application/json; charset=utf-8')).text()).toBe('{"a":1}');
    expect((await post('/rpc/none', '{}', 'application/json')).status).toBe(404);
    expect((await post('/rpc/echo', '{}', 'text/plain')).status).toBe(415);
    expect((await post('/rpc/echo', 'a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await post('/rpc/echo', ' '.repeat(1024 * 1024 + 1), 'application/json')).status).toBe(413);
    expect((await send('/rpc/echo')).status).toBe(405);
    expect((await send('/rpc/echo', { method: 'POST' })).status).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s everywhere', async (method) => {
    for (const path of ['/', '/recordings/call-1', '/peaks/call-1', '/rpc/echo']) {
      expect((await send(path, { method })).status).toBe(405);
    }
  });
});

describe('requests of other sites', () => {
  it.each([
    ['GET', { 'Sec-Fetch-Site': 'same-origin' }, true],
    ['GET', { 'Sec-Fetch-Site': 'none' }, true],
    ['GET', { 'Sec-Fetch-Site': 'same-site' }, false],
    ['GET', { 'Sec-Fetch-Site': 'cross-site' }, false],
    ['GET', { 'Sec-Fetch-Site': 'nonsense' }, false],
    ['GET', {}, true],
    ['GET', { Origin: origin }, true],
    ['GET', { Origin: 'null' }, false],
    ['GET', { Origin: 'http://127.0.0.1:4712' }, false],
    ['GET', { Origin: 'http://127.0.0.1:4711.evil.com' }, false],
    ['POST', { 'Sec-Fetch-Site': 'same-origin' }, true],
    ['POST', { 'Sec-Fetch-Site': 'none' }, false],
    ['POST', { 'Sec-Fetch-Site': 'cross-site', Origin: origin }, false],
    ['POST', { Origin: origin }, true],
    ['POST', { Origin: 'https://evil.com' }, false],
    ['HEAD', { 'Sec-Fetch-Site': 'none' }, true],
  ] as const)('%s with %j passes: %s', async (method, headers, passes) => {
    for (const path of ['/', '/recordings/call-1', '/rpc/echo', '/peaks/call-1']) {
      const response = await send(path, { method, headers });
      await response.body?.cancel();
      expect(response.status === 403).toBe(!passes);
    }
  });
});
