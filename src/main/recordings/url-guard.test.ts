import { describe, expect, it } from 'vitest';
import { createUrlGuard } from './url-guard.ts';

const resolver = (addresses: Record<string, string[]>) => async (host: string) => addresses[host] ?? [];

describe('which recording URLs are opened', () => {
  const guard = createUrlGuard(
    'https://api.voicy.co',
    resolver({
      'storage.example': ['203.0.114.7'],
      'inside.example': ['10.1.2.3'],
      'rebound.example': ['203.0.114.7', '127.0.0.1'],
      'meta.example': ['169.254.169.254'],
      'six.example': ['::1'],
    }),
  );

  it.each([
    ['https://storage.example/a.wav?token=x', true],
    ['https://behind-a-proxy.example/a.wav', true],
    ['https://inside.example/a.wav', false],
    ['https://rebound.example/a.wav', false],
    ['https://meta.example/latest', false],
    ['https://six.example/a.wav', false],
    ['http://storage.example/a.wav', false],
    ['https://user:pass@storage.example/a.wav', false],
    ['https://127.0.0.1/a.wav', false],
    ['https://[::1]/a.wav', false],
    ['https://169.254.169.254/latest', false],
    ['https://storage.example:8443/a.wav', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
  ])('%s: %s', async (url, allowed) => {
    expect(await guard(url)).toBe(allowed);
  });

  it('lets a vendor on this machine point to this machine, and nowhere else inside', async () => {
    const local = createUrlGuard('http://127.0.0.1:9000', resolver({ 'inside.example': ['10.1.2.3'] }));
    expect(await local('http://127.0.0.1:9001/a.wav')).toBe(true);
    expect(await local('https://inside.example/a.wav')).toBe(false);
  });
});
