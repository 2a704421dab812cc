import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { ownPeakMb } from '../lib/memory.ts';

/**
 * The least that a sync can do: read every list page, then Get every call, and parse each answer as JSON. Nothing is
 * checked or kept. Its one line of output is what it took. Speaks `v1` only. See `sync.ts`.
 */
const [baseUrl = '', pageSize = '', concurrency = ''] = process.argv.slice(2);
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

async function read(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${baseUrl}${path}`, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const text = await response.text();
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
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    const page = pageSchema.parse(await read('/v1/list-calls', init));
    found.push(...page.map((row) => row.call_id));
    if (page.length < limit) return found;
  }
}

async function getAll(): Promise<void> {
  for (const id of waiting) await read(`/v1/get-call/${encodeURIComponent(id)}`, { headers });
}
