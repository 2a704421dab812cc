import { describe, expect, it } from 'vitest';
import { hrefOf, parseHash, type Route } from './router.ts';

const routes: Route[] = [
  { name: 'calls' },
  { name: 'call', id: 'a/b?c#d é', atMs: null },
  { name: 'call', id: 'call_1', atMs: 41_300 },
  { name: 'insights', search: '' },
  { name: 'insights', search: 'view=versions&agent=a%26b' },
  { name: 'sync' },
  { name: 'blind' },
  { name: 'agreement', source: null },
  { name: 'agreement', source: { what: 'pack', id: 'a/b c' } },
  { name: 'agreement', source: { what: 'version', id: 'v1' } },
  { name: 'settings', section: null },
  { name: 'settings', section: 'connection' },
];

describe('routes', () => {
  it.each(routes.map((route) => [hrefOf(route), route] as const))('%s comes back whole', (href, route) => {
    expect(parseHash(href)).toEqual(route);
  });

  it.each(['', '#', '#/nowhere', '#/calls/%E0%A4%A', '#/calls/'])('%s is the call list', (hash) => {
    expect(parseHash(hash)).toEqual({ name: 'calls' });
  });

  it.each(['#/agreement/else/x', '#/agreement/pack', '#/agreement/pack/%E0%A4%A'])(
    '%s is the list of what there is',
    (hash) => {
      expect(parseHash(hash)).toEqual({ name: 'agreement', source: null });
    },
  );

  it('ignores a time that is none', () => {
    expect(parseHash('#/calls/x?at=12.5e3')).toEqual({ name: 'call', id: 'x', atMs: null });
  });
});
