import { describe, expect, it } from 'vitest';
import { createNetFetch } from './net-fetch.ts';

type MakeRequest = Parameters<typeof createNetFetch>[1];
type Listener = (...args: unknown[]) => void;

/** A ClientRequest that, once ended, emits one event. */
function requestThatEmits(event: string, ...args: unknown[]) {
  const asked: object[] = [];
  let aborted = 0;
  const make: MakeRequest = (options) => {
    asked.push(options);
    const listeners = new Map<string, Listener>();
    const fake = {
      on: (name: string, listener: Listener) => listeners.set(name, listener),
      end: () => queueMicrotask(() => listeners.get(event)?.(...args)),
      abort: () => {
        aborted += 1;
      },
    };
    return fake as unknown as ReturnType<MakeRequest>;
  };
  return { make, asked, aborted: () => aborted };
}

const cancelled = { fetch: async () => Promise.reject(new Error('Redirect was cancelled')) };

describe('createNetFetch', () => {
  it('asks without cookies and cache', async () => {
    let seen: RequestInit | undefined;
    const session = {
      fetch: async (_input: string | Request, init?: RequestInit) => {
        seen = init;
        return new Response('ok');
      },
    };
    const netFetch = createNetFetch(session, requestThatEmits('error').make);
    expect(await (await netFetch(new URL('https://api.example/'))).text()).toBe('ok');
    expect(seen).toEqual({ credentials: 'omit', cache: 'no-store' });
  });

  it('answers a manual redirect with where it leads, sending the same headers', async () => {
    const { make, asked, aborted } = requestThatEmits('redirect', 302, 'GET', 'https://other.example/', {});
    const netFetch = createNetFetch(cancelled, make);
    const response = await netFetch('https://api.example/', { redirect: 'manual', headers: { 'X-Api-Key': 'k' } });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://other.example/']);
    expect(asked).toMatchObject([{ redirect: 'manual', credentials: 'omit', headers: { 'x-api-key': 'k' } }]);
    expect(aborted()).toBe(1);
  });

  it('passes other failures on and never sends a POST twice', async () => {
    const { make, asked } = requestThatEmits('redirect', 307, 'POST', 'https://other.example/', {});
    const netFetch = createNetFetch(cancelled, make);
    await expect(netFetch('https://api.example/')).rejects.toThrow('Redirect was cancelled');
    await expect(netFetch('https://a.example/', { redirect: 'manual', method: 'POST', body: '{}' })).rejects.toThrow();
    expect(asked).toEqual([]);
    const failing = createNetFetch(cancelled, requestThatEmits('error', new Error('net::ERR_FAILED')).make);
    await expect(failing('https://api.example/', { redirect: 'manual' })).rejects.toThrow('net::ERR_FAILED');
  });
});
