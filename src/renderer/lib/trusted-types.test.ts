import { expect, it } from 'vitest';
import { checkHtml, checkScriptUrl } from './trusted-types.ts';

it.each(['', '<style nonce="x">:host { color: red }</style><div class="scroll" part="scroll"><slot></slot></div>'])(
  'passes harmless HTML: %s',
  (html) => expect(checkHtml(html)).toBe(html),
);

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<div onclick="x()">',
  '<div\nonclick="x()">',
  '<svg/onload=x()>',
  '<a href="javascript:x()">',
  '< IFRAME srcdoc="">',
])('refuses %s', (html) => expect(checkHtml(html)).toBeNull());

it('passes scripts of our own origin only', () => {
  const origin = 'http://127.0.0.1:4000';
  expect(checkScriptUrl('/assets/worker.js', origin)).toBe('/assets/worker.js');
  expect(checkScriptUrl(`${origin}/assets/worker.js`, origin)).not.toBeNull();
  for (const url of ['https://example.com/x.js', 'data:text/javascript,1', 'blob:null/1', 'http://']) {
    expect(checkScriptUrl(url, origin)).toBeNull();
  }
});
