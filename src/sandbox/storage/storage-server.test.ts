import { afterEach, describe, expect, test } from 'vitest';
import { exchange, startTestCalls, type TestSandbox, testBytes, testStart } from '../testing/test-client.ts';
import { signerNames } from './signers/index.ts';
import type { SignerName } from './signers/signer.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

/** Status and a part of the body, from hardening.md (c). */
const expiredAnswers: Record<SignerName, readonly [status: number, text: string]> = {
  supabase: [400, '"error":"InvalidJWT"'],
  s3: [403, '<Code>AccessDenied</Code><Message>Request has expired</Message>'],
  s3v2: [403, '<Code>AccessDenied</Code><Message>Request has expired</Message>'],
  r2: [403, '<Code>ExpiredRequest</Code>'],
  gcs: [400, '<Code>ExpiredToken</Code>'],
  'gcs-v2': [400, 'Request has expired: '],
  azure: [403, 'Signature not valid in the specified time frame'],
  cloudfront: [403, '<Message>Access denied</Message>'],
  'cloudfront-custom': [403, '<Message>Access denied</Message>'],
  generic: [410, 'Link expired'],
  opaque: [403, 'Forbidden'],
};

/** The same URL with an expiry further away. */
function prolonged(name: SignerName, url: URL): string {
  const far = String(Math.floor(testStart / 1000) + 999_999);
  const params = url.searchParams;
  switch (name) {
    case 'supabase': {
      const [head = '', payload = '', signature = ''] = (params.get('token') ?? '').split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const changed = Buffer.from(JSON.stringify({ ...claims, exp: Number(far) })).toString('base64url');
      params.set('token', `${head}.${changed}.${signature}`);
      break;
    }
    case 's3':
    case 'r2':
      params.set('X-Amz-Expires', '604800');
      break;
    case 'gcs':
      params.set('X-Goog-Expires', '604800');
      break;
    case 'azure':
      params.set('se', '2036-01-01T00:00:00Z');
      break;
    case 'generic':
      params.set('expires', far);
      break;
    case 'cloudfront-custom':
      params.set('Policy', (params.get('Policy') ?? '').replace(/A/, 'B'));
      break;
    case 'opaque':
      url.pathname = url.pathname.replace(/^\/r\/(.)/, (_all, first) => `/r/${first === 'A' ? 'B' : 'A'}`);
      break;
    default:
      params.set('Expires', far);
  }
  return url.href;
}

describe.each(signerNames)('signer %s', (name) => {
  test('a fresh URL gives the file', async () => {
    sandbox = await startTestCalls(1, { signer: name });
    const answer = await sandbox.media('call-001');
    expect(answer.status).toBe(200);
    expect(answer.body.equals(testBytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      'last-modified': expect.stringMatching(/GMT$/),
    });
  });

  test('an expired URL gets the vendor’s answer', async () => {
    sandbox = await startTestCalls(1, { signer: name, urlLifetimeMs: 60_000 });
    const url = sandbox.recordingUrl('call-001');
    sandbox.advance(59_000);
    expect((await exchange(url)).status).toBe(200);
    sandbox.advance(1_000);
    const answer = await exchange(url);
    const [status, text] = expiredAnswers[name];
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(text);
    if (name === 'azure') expect(answer.headers['x-ms-error-code']).toBe('AuthenticationFailed');
    expect((await sandbox.media('call-001')).status).toBe(200);
  });

  test('all URLs can be made to expire at once', async () => {
    sandbox = await startTestCalls(1, { signer: name });
    const url = sandbox.recordingUrl('call-001');
    sandbox.expireAllUrls();
    const answer = await exchange(url);
    expect([answer.status, answer.body.toString()]).toEqual([
      expiredAnswers[name][0],
      expect.stringContaining(expiredAnswers[name][1]),
    ]);
    expect((await sandbox.media('call-001')).status).toBe(200);
  });

  test('a URL with a later expiry, or of another sandbox, is refused', async () => {
    sandbox = await startTestCalls(1, { signer: name });
    const url = prolonged(name, new URL(sandbox.recordingUrl('call-001')));
    const answer = await exchange(url);
    expect([400, 403]).toContain(answer.status);
    expect(answer.body.equals(testBytes)).toBe(false);

    const other = await startTestCalls(1, { signer: name });
    const foreign = new URL(other.recordingUrl('call-001'));
    foreign.host = new URL(sandbox.storageUrl).host;
    expect([400, 403]).toContain((await exchange(foreign.href)).status);
    await other.close();
  });

  test('HEAD is refused, and so is a key', async () => {
    sandbox = await startTestCalls(1, { signer: name });
    expect((await sandbox.media('call-001', { method: 'HEAD' })).status).toBe(403);
    expect((await sandbox.media('call-001', { method: 'POST' })).status).toBe(405);
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    const strict = ['s3', 's3v2', 'r2', 'gcs', 'gcs-v2', 'azure'].includes(name);
    expect((await sandbox.media('call-001', { headers })).status).toBe(strict ? 400 : 200);
    expect(sandbox.requests.at(-1)?.headers.authorization).toBeDefined();
  });

  test('the log holds no signature', async () => {
    sandbox = await startTestCalls(1, { signer: name });
    const url = new URL(sandbox.recordingUrl('call-001'));
    await exchange(url.href);
    const secretNames = /^(token|sig|policy|.*signature)$/i;
    const secrets = [...url.searchParams].flatMap(([param, value]) => (secretNames.test(param) ? [value] : []));
    if (name === 'opaque') secrets.push(url.pathname.slice(3));
    expect(secrets.length).toBeGreaterThan(0);
    const log = JSON.stringify(sandbox.requests);
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});

describe('Range', () => {
  test.each([
    ['bytes=0-0', 206, 0, 1],
    ['bytes=0-', 206, 0, 1000],
    ['bytes=10-19', 206, 10, 20],
    ['bytes=990-', 206, 990, 1000],
    ['bytes=990-5000', 206, 990, 1000],
    ['bytes=-5', 206, 995, 1000],
    ['bytes=-5000', 206, 0, 1000],
    ['bytes=999-999', 206, 999, 1000],
    ['bytes=1000-', 416, 0, 0],
    ['bytes=-0', 416, 0, 0],
    ['bytes=20-10', 200, 0, 1000],
    ['bytes=-', 200, 0, 1000],
    ['bytes=0-1,5-6', 200, 0, 1000],
    ['items=0-1', 200, 0, 1000],
    ['bytes=a-b', 200, 0, 1000],
  ])('%s -> %d', async (range, status, start, end) => {
    sandbox = await startTestCalls(1);
    const answer = await sandbox.media('call-001', { headers: { Range: range, 'Accept-Encoding': 'gzip' } });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(sandbox.requests.at(-1)?.range).toBe(range);
    if (status === 416) {
      expect(answer.headers['content-range']).toBe('bytes */1000');
      return;
    }
    expect(answer.body.equals(testBytes.subarray(start, end))).toBe(true);
    expect(answer.headers['content-length']).toBe(String(end - start));
    expect(answer.headers['content-range']).toBe(status === 206 ? `bytes ${start}-${end - 1}/1000` : undefined);
  });

  test('If-Range decides between the rest and the whole', async () => {
    sandbox = await startTestCalls(1);
    const { etag = '', 'last-modified': lastModified = '' } = (await sandbox.media('call-001')).headers;
    const status = async (ifRange: string) =>
      (await sandbox.media('call-001', { headers: { Range: 'bytes=500-', 'If-Range': ifRange } })).status;
    expect(await status(etag)).toBe(206);
    expect(await status(lastModified)).toBe(206);
    expect(await status('"other"')).toBe(200);
    expect(await status(`W/${etag}`)).toBe(200);
    sandbox.setRecording('call-001', { state: 'replaced', bytes: Buffer.from('new') });
    expect(await status(etag)).toBe(200);
    expect((await sandbox.media('call-001')).body.toString()).toBe('new');
  });
});

describe('recordings that are not there', () => {
  test.each([
    ['supabase', 400, '"statusCode":"404"'],
    ['s3', 404, 'NoSuchKey'],
    ['azure', 404, 'BlobNotFound'],
    ['opaque', 404, 'Not found'],
  ] as const)('late behind a URL of %s', async (signer, status, text) => {
    sandbox = await startTestCalls(1, { signer });
    sandbox.setRecording('call-001', { state: 'late', untilMs: 1000, as: 'not-found' });
    const call = JSON.parse((await sandbox.fetchCall('call-001')).body.toString()) as { recording_url: string };
    const answer = await exchange(call.recording_url);
    expect([answer.status, answer.body.toString()]).toEqual([status, expect.stringContaining(text)]);
    sandbox.advance(1000);
    expect((await exchange(call.recording_url)).status).toBe(200);
  });

  test('late without a URL, none, and gone', async () => {
    sandbox = await startTestCalls(1);
    const recordingUrl = async () =>
      (JSON.parse((await sandbox.fetchCall('call-001')).body.toString()) as { recording_url: string | null })
        .recording_url;
    sandbox.setRecording('call-001', { state: 'late', untilMs: 1000 });
    expect(await recordingUrl()).toBeNull();
    sandbox.setRecording('call-001', { state: 'none' });
    expect(await recordingUrl()).toBeNull();
    sandbox.setRecording('call-001', { state: 'gone' });
    expect((await exchange((await recordingUrl()) ?? '')).status).toBe(410);
    sandbox.setRecording('call-001', { state: 'ready' });
    expect((await exchange((await recordingUrl()) ?? '')).status).toBe(200);
  });

  test('a path that is no signed URL is unknown', async () => {
    sandbox = await startTestCalls(1);
    expect((await exchange(`${sandbox.storageUrl}/etc/passwd`)).status).toBe(404);
    expect(sandbox.counts()).toMatchObject({ media: 0, other: 1 });
  });
});

test('signers can be mixed', async () => {
  sandbox = await startTestCalls(30, { signer: signerNames });
  const firstSegments = new Set<string>();
  for (let i = 1; i <= 30; i++) {
    const url = new URL(sandbox.recordingUrl(`call-${String(i).padStart(3, '0')}`));
    firstSegments.add(url.pathname.split('/')[1] ?? '');
  }
  expect(firstSegments.size).toBeGreaterThan(5);
});
