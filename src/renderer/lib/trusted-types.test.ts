import { expect, it } from 'vitest';
import { checkScriptUrl } from './trusted-types.ts';

it('passes scripts of our own origin only', () => {
  const origin = 'http://127.0.0.1:4000';
  expect(checkScriptUrl('/assets/worker.js', origin)).toBe('/assets/worker.js');
  expect(checkScriptUrl(`${origin}/assets/worker.js`, origin)).not.toBeNull();
  for (const url of ['https://example.com/x.js', 'data:text/javascript,1', 'blob:null/1', 'http://']) {
    expect(checkScriptUrl(url, origin)).toBeNull();
  }
});
