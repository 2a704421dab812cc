import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, HttpAnswer, Logger } from '../ports.ts';

/** A clock that runs `speed` times as fast as real time, so that an hour's wait is a test's second. */
export function createFastClock(speed = 1, startMs = Date.now()): Clock {
  const began = performance.now();
  return {
    now: () => startMs + (performance.now() - began) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }, ms / speed);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}

/** A clock for simulations: time jumps to the next sleeper as soon as everything else has come to rest. */
export function createSimClock(startMs = 1_700_000_000_000): Clock & { run<T>(work: Promise<T>): Promise<T> } {
  let nowMs = startMs;
  let order = 0;
  const sleepers = new Set<{ atMs: number; order: number; wake: () => void }>();
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        order += 1;
        const sleeper = { atMs: nowMs + ms, order, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    async run(work) {
      let done = false;
      const finish = () => {
        done = true;
      };
      work.then(finish, finish);
      for (;;) {
        // Lets every promise that can settle do so before time moves.
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return work;
        const [next] = [...sleepers].sort((a, b) => a.atMs - b.atMs || a.order - b.order);
        if (next === undefined) throw new Error('nothing left to wait for');
        sleepers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
    },
  };
}

/** Keeps every line, for tests that look for secrets in them. */
export function createTestLogger(): Logger & { lines: string[] } {
  const lines: string[] = [];
  const write = (fields: object, message: string) => {
    lines.push(JSON.stringify(fields) + message);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

export interface TestServer {
  origin: string;
  requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  close(): Promise<void>;
}

/** A server on 127.0.0.1 that answers with `handle`; `n` counts requests from 1. */
export async function serve(
  handle: (request: { method: string; url: string; body: string; n: number }, response: ServerResponse) => void,
): Promise<TestServer> {
  const requests: TestServer['requests'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      requests.push(entry);
      handle({ ...entry, n: requests.length }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** An answer that no server sent, for tests in which time jumps: it is there at once. */
export function answerOf(text: string, status: number, headers: Record<string, string>): HttpAnswer {
  const body = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  return { status, headers: new Headers(headers), body, discard: () => undefined };
}
