import { performance } from 'node:perf_hooks';
import { Agent } from 'undici';
import { z } from 'zod';
import { ownPeakMb } from '../lib/memory.ts';

/**
 * The least that a sync can do: read every list page, then Get every call, and parse each answer as JSON. Nothing is
 * checked or kept. Its one line of output is what it took. Speaks `v1` only. Asks by Node's `fetch`, or by the client that Earmark
 * has beneath (`undici`). See `sync.ts`.
 */
const [baseUrl = '', pageSize = '', concurrency = '', client = 'fetch'] = process.argv.slice(2);
const agent = new Agent();
const headers = {
  accept: 'application/json',
  authorization: `Bearer ${process.env.EARMARK_BENCH_KEY ?? ''}`,
};
const pageSchema = z.array(z.object({ call_id: z.string() }));
let requests = 0;
let bytes = 0;

const began = performance.now();
const ids = await listAll();
const listedMs = performance.now() - began;
const waiting = ids.values();
await Promise.all(Array.from({ length: Number(concurrency) }, getAll));
const ms = performance.now() - began;
const { user, system } = process.cpuUsage();
const cpuMs = (user + system) / 1000;
process.stdout.write(
  `${JSON.stringify({ calls: ids.length, requests, bytes, listedMs, ms, cpuMs, peakMb: ownPeakMb() })}\n`,
);
process.exit();

interface Asked {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

async function textByFetch(url: URL, asked: Asked): Promise<{ status: number; text: string }> {
  const response = await fetch(url, asked);
  return { status: response.status, text: await response.text() };
}

async function textByUndici({ origin, pathname }: URL, asked: Asked): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await agent.request({ origin, path: pathname, ...asked });
  return { status: statusCode, text: await body.text() };
}

async function read(path: string, asked: Asked): Promise<unknown> {
  const { status, text } = await (client === 'undici' ? textByUndici : textByFetch)(
    new URL(`${baseUrl}${path}`),
    asked,
  );
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  requests += 1;
  bytes += Buffer.byteLength(text);
  return JSON.parse(text);
}

async function listAll(): Promise<string[]> {
  const found: string[] = [];
  const limit = Number(pageSize);
  for (;;) {
    const afterId = found.at(-1);
    const body = JSON.stringify({ limit, sort_order: 'descending', ...(afterId ? { pagination_key: afterId } : {}) });
    const asked: Asked = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    const page = pageSchema.parse(await read('/v1/list-calls', asked));
    found.push(...page.map((row) => row.call_id));
    if (page.length < limit) return found;
  }
}

async function getAll(): Promise<void> {
  for (const id of waiting) await read(`/v1/get-call/${encodeURIComponent(id)}`, { method: 'GET', headers });
}
