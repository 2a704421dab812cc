import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from './base-url.ts';

describe('parseBaseUrl', () => {
  it.each([
    ['https://api.voicy.co', 'https://api.voicy.co', false],
    [' https://api.voicy.co/ ', 'https://api.voicy.co', false],
    ['https://api.voicy.co/v1', 'https://api.voicy.co', false],
    ['https://api.voicy.co/functions/v1/', 'https://api.voicy.co', true],
    ['HTTPS://API.voicy.co:8443/eu/functions/v1', 'https://api.voicy.co:8443/eu', true],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000', false],
    ['http://localhost:4000/functions/v1', 'http://localhost:4000', true],
    ['http://[::1]:4000/', 'http://[::1]:4000', false],
  ])('reads %s', (input, root, prefersFunctions) => {
    expect(parseBaseUrl(input)).toMatchObject({ root, prefersFunctions });
  });

  it.each([
    ['', /Enter the address/],
    ['api.voicy.co', /starting with https/],
    ['https://', /not a web address/],
    ['http://api.voicy.co', /plain http/],
    ['http://127.0.0.2', /plain http/],
    ['http://localhost.evil.com', /plain http/],
    ['ftp://api.voicy.co', /https/],
    ['file:///etc/passwd', /https/],
    ['https://user:pass@api.voicy.co', /password/],
    ['https://api.voicy.co?key=secret', /"\?"/],
    ['https://api.voicy.co#x', /"\?"/],
    ['https://api.voicy.co:25', /Port 25/],
    ['http://127.0.0.1:6000', /Port 6000/],
  ])('refuses %s with a sentence', (input, message) => {
    expect(() => parseBaseUrl(input)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => parseBaseUrl(input)).toThrow(message);
    expect(() => parseBaseUrl(input)).not.toThrow(/secret|pass@/);
  });

  it('refuses exactly the ports that fetch itself refuses', async () => {
    // A handful of the fetch standard's list, held against the real fetch.
    for (const port of [1, 22, 6667, 10080]) {
      await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { message: 'bad port' } });
      expect(() => parseBaseUrl(`http://127.0.0.1:${port}`)).toThrow(/Port/);
    }
  });
});
