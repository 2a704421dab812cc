import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMediaUrlAllowed, isPublicAddress, readExpiry, redactUrl } from './signed-url.ts';

const issued = Date.UTC(2026, 6, 1, 12, 0, 0);
const hour = 3_600_000;
const at = (hours: number) => issued + hours * hour;
const seconds = (hours: number) => String(at(hours) / 1000);
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${base64url({ alg: 'HS256' })}.${base64url(claims)}.c2lnbmF0dXJl`;
const policy = (...epochs: number[]) =>
  Buffer.from(
    JSON.stringify({
      Statement: epochs.map((epoch) => ({ Condition: { DateLessThan: { 'AWS:EpochTime': epoch } } })),
    }),
  )
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~');
const b = 'https://b.example/a.wav';

describe('readExpiry', () => {
  it.each([
    ['SigV4', `${b}?X-Amz-Date=20260701T120000Z&X-Amz-Expires=3600&X-Amz-Signature=00`, at(1), 'aws-v4'],
    ['SigV4 lower case', `${b}?x-amz-expires=60&x-amz-date=20260701t115900z`, issued, 'aws-v4'],
    ['SigV4 upper case, encoded', `${b}?X%2DAMZ-DATE=20260701T120000Z&X-AMZ-EXPIRES=%33600`, at(1), 'aws-v4'],
    ['SigV4 over a week', `${b}?X-Amz-Date=20260701T120000Z&X-Amz-Expires=9999999`, at(168), 'aws-v4'],
    ['SigV4 repeated', `${b}?X-Amz-Date=20260701T120000Z&X-Amz-Expires=7200&X-Amz-Expires=3600`, at(1), 'aws-v4'],
    ['SigV4 bad date', `${b}?X-Amz-Date=20261301T120000Z&X-Amz-Expires=3600`, at(1) - 300_000, 'unknown'],
    ['SigV4 no length', `${b}?X-Amz-Date=20260701T120000Z`, at(1) - 300_000, 'unknown'],
    ['SigV4 negative length', `${b}?X-Amz-Date=20260701T120000Z&X-Amz-Expires=-5`, at(1) - 300_000, 'unknown'],
    ['MinIO, HTML-escaped', `${b}?X-Amz-Date=20260701T120000Z&amp;X-Amz-Expires=1800`, at(0.5), 'aws-v4'],
    ['S3 SigV2', `${b}?AWSAccessKeyId=AK&Expires=${seconds(1)}&Signature=x%3D`, at(1), 'aws-v2'],
    ['GCS V4', `${b}?X-Goog-Date=20260701T120000Z&X-Goog-Expires=900`, at(0.25), 'google-v4'],
    ['GCS V2', `${b}?GoogleAccessId=me@x&Expires=${seconds(2)}&Signature=x`, at(2), 'google-v2'],
    ['Azure', `${b}?sv=2024-01-01&st=2026-07-01T10:00:00Z&se=2026-07-01T13:00:00Z&sig=x`, at(1), 'azure'],
    ['Azure encoded, lower case', `${b}?se=2026-07-01t13%3A30%3A00z&sig=x`, at(1.5), 'azure'],
    ['Azure minutes', `${b}?se=2026-07-01T12:15Z&sig=x`, at(0.25), 'azure'],
    ['Azure fraction', `${b}?se=2026-07-01T13:00:00.1234567Z&sig=x`, at(1) + 123, 'azure'],
    ['Azure date only', `${b}?se=2026-07-02&sig=x`, at(12), 'azure'],
    ['Azure plus as space', `${b}?se=2026-07-01T15:00:00+02:00&sig=x`, at(1), 'azure'],
    ['Azure bad date', `${b}?se=tomorrow&sig=x`, at(1) - 300_000, 'unknown'],
    ['CloudFront canned', `${b}?Expires=${seconds(1)}&Signature=x&Key-Pair-Id=K`, at(1), 'cloudfront'],
    ['CloudFront policy', `${b}?Policy=${policy(at(1) / 1000)}&Key-Pair-Id=K`, at(1), 'cloudfront-policy'],
    ['CloudFront policy, two', `${b}?Policy=${policy(at(3) / 1000, at(2) / 1000)}`, at(2), 'cloudfront-policy'],
    [
      'Supabase',
      `https://x.supabase.co/storage/v1/object/sign/rec/a.wav?token=${jwt({ url: 'rec/a.wav', exp: at(1) / 1000 })}`,
      at(1),
      'supabase',
    ],
    ['JWT elsewhere', `${b}?t=${jwt({ exp: at(1) / 1000 })}`, at(1), 'jwt'],
    ['JWT in the path', `https://b.example/${jwt({ exp: at(1) / 1000 })}/a.wav`, at(1), 'jwt'],
    ['JWT without exp', `${b}?token=${jwt({ sub: 'x' })}`, at(1) - 300_000, 'unknown'],
    ['Alibaba V1', `${b}?OSSAccessKeyId=x&Expires=${seconds(1)}&Signature=x`, at(1), 'oss'],
    ['Alibaba V4', `${b}?x-oss-date=20260701T120000Z&x-oss-expires=600`, issued + 600_000, 'oss-v4'],
    ['Akamai', `${b}?hdnts=st=1~exp=${seconds(1)}~acl=/*~hmac=00`, at(1), 'akamai'],
    ['CDN seconds', `${b}?exp=${seconds(1)}`, at(1), 'cdn'],
    ['CDN ms', `${b}?expiry=${at(1)}`, at(1), 'cdn'],
    ['an episode is no time', `${b}?e=5`, at(1) - 300_000, 'unknown'],
    [
      'the earliest of several',
      `${b}?Expires=${seconds(3)}&e=${seconds(2)}&token=${jwt({ exp: at(1) / 1000 })}`,
      at(1),
      'jwt',
    ],
    ['already over', `${b}?Expires=${seconds(-1)}&Key-Pair-Id=K`, at(-1), 'cloudfront'],
    ['never later than a week and 5 minutes', `${b}?Expires=${seconds(5000)}`, at(168) + 300_000, 'cdn'],
    ['none', b, at(1) - 300_000, 'unknown'],
    ['not a URL', '%%%', at(1) - 300_000, 'unknown'],
  ])('%s', (_name, url, expiresAtMs, scheme) => {
    expect(readExpiry(url, issued)).toEqual({ expiresAtMs, scheme });
  });

  it('never throws and never names a time later than a week and 5 minutes after the issue', () => {
    const names = [
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Goog-Date',
      'X-Goog-Expires',
      'Expires',
      'Policy',
      'se',
      'e',
      'exp',
      'token',
    ];
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace(/[-:]|\.\d+/g, '')),
      fc.date().map((date) => (Number.isNaN(date.getTime()) ? 'x' : date.toISOString())),
      fc.bigInt().map(String),
      fc.integer().map(String),
      fc.json().map((text) => Buffer.from(text).toString('base64')),
      fc.jsonValue().map((claims) => jwt({ exp: claims })),
      fc.integer().map((exp) => jwt({ exp })),
    );
    const url = fc
      .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 5 })
      .map((params) => `${b}?${params.map(([name, text]) => `${name}=${text}`).join('&')}`);
    fc.assert(
      fc.property(
        fc.oneof(url, fc.string({ unit: 'binary' })),
        fc.integer({ min: 0, max: 4e12 }),
        (text, issuedAtMs) => {
          const { expiresAtMs } = readExpiry(text, issuedAtMs);
          expect(Number.isFinite(expiresAtMs)).toBe(true);
          expect(expiresAtMs).toBeLessThanOrEqual(issuedAtMs + 7 * 24 * hour + 300_000);
        },
      ),
      { numRuns: 500 },
    );
    expect(readExpiry(b, Number.NaN).expiresAtMs).toBe(55 * 60_000);
  });
});

describe('isMediaUrlAllowed', () => {
  const api = 'https://api.voicy.co';
  it.each([
    'https://store.example/a.wav?x=1',
    'https://store.example:443/a.wav',
    'https://8.8.8.8/a.wav',
    'https://[2606:4700::1111]/a.wav',
  ])('allows %s', (url) => {
    expect(isMediaUrlAllowed(url, api)).toBe(true);
  });

  it.each([
    'http://store.example/a.wav',
    'https://store.example:8443/a.wav',
    'https://user@store.example/a.wav',
    'https://:pw@store.example/a.wav',
    'ftp://store.example/a.wav',
    'file:///etc/passwd',
    'data:audio/wav;base64,AAAA',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/a.wav',
    'http://127.0.0.1:4000/a.wav',
    'https://localhost/a.wav',
    'https://localhost./a.wav',
    'https://x.localhost/a.wav',
    'https://printer.local/a.wav',
    'https://metadata.google.internal/a',
    'https://10.1.2.3/a.wav',
    'https://172.16.0.1/a.wav',
    'https://192.168.1.1/a.wav',
    'https://100.64.0.1/a.wav',
    'https://0.0.0.0/a.wav',
    'https://2130706433/a.wav',
    'https://0x7f.1/a.wav',
    'https://017700000001/a.wav',
    'https://224.0.0.1/a.wav',
    'https://255.255.255.255/a.wav',
    'https://[::1]/a.wav',
    'https://[::]/a.wav',
    'https://[::ffff:10.0.0.1]/a.wav',
    'https://[::ffff:7f00:1]/a.wav',
    'https://[64:ff9b::a00:1]/a.wav',
    'https://[2002:a00:1::]/a.wav',
    'https://[fe80::1]/a.wav',
    'https://[fd00::1]/a.wav',
    'https://[ff02::1]/a.wav',
    'not a url',
    '',
  ])('refuses %s', (url) => {
    expect(isMediaUrlAllowed(url, api)).toBe(false);
  });

  it('allows plain http on this computer only while the API is there too', () => {
    for (const url of ['http://127.0.0.1:9/a', 'http://localhost:9/a', 'http://[::1]:9/a']) {
      expect(isMediaUrlAllowed(url, 'http://127.0.0.1:4000/functions/v1')).toBe(true);
      expect(isMediaUrlAllowed(url, api)).toBe(false);
      expect(isMediaUrlAllowed(url, 'nonsense')).toBe(false);
    }
    expect(isMediaUrlAllowed('http://127.0.0.2:9/a', 'http://127.0.0.1:4000')).toBe(false);
    expect(isMediaUrlAllowed('http://10.0.0.1/a', 'http://127.0.0.1:4000')).toBe(false);
  });

  it('judges resolved addresses too', () => {
    expect(['1.1.1.1', '2606:4700::1111'].every(isPublicAddress)).toBe(true);
    expect(['10.0.0.1', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', 'x', ''].some(isPublicAddress)).toBe(false);
  });
});

describe('redactUrl', () => {
  it('keeps origin and path only', () => {
    expect(redactUrl('https://me:pw@b.example/rec/a.wav?token=secret#x')).toBe('https://b.example/rec/a.wav');
    expect(redactUrl(`https://b.example/${jwt({ exp: 1 })}/${'k'.repeat(100)}/a`)).toBe(
      'https://b.example/[token]/[long]/a',
    );
    expect(redactUrl('nonsense?token=secret')).toBe('[not a URL]');
  });
});
