import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from './produce.ts';

const MAX_BYTES = 14_000_000;
/** Lossy codecs smear an edge over a part of their window (pre-echo); at 8 kHz an MP3 granule lasts 72 ms. */
const SMEAR_MS: Record<string, number> = { mp3: 60, aac: 60, opus: 20 };

const count = (products: readonly Product[], key: (p: Product) => string | null) => {
  const groups = Map.groupBy(products, key);
  return [...groups]
    .filter(([name]) => name !== null)
    .map(([name, list]) => `${name} ${list.length}`)
    .sort()
    .join(', ');
};

const percentile = (values: readonly number[], share: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

const span = (values: readonly number[]) =>
  values.length === 0
    ? '-'
    : `n=${values.length} min ${Math.min(...values)} p5 ${percentile(values, 0.05)} p50 ${percentile(values, 0.5)} p95 ${percentile(values, 0.95)} max ${Math.max(...values)}`;

function totalBytes(dir: string): number {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .reduce((sum, item) => sum + statSync(join(item.parentPath, item.name)).size, 0);
}

/** What was made, and how well the sound keeps to the truth, in a few lines. */
export function report(products: readonly Product[], outDir: string): string {
  const lines: string[] = [];
  for (const p of products) {
    const r = p.demo.recording;
    if (!r) continue;
    lines.push(
      `${p.plan.key.padEnd(18)} ${(p.wantedMs / 1000).toFixed(1).padStart(7)} s ${String(r.bytes).padStart(8)} B  ${r.container}/${r.codec} ${r.sampleRate} ${p.plan.sound?.layout.padEnd(12)} onset ${span(p.errors?.onsets ?? [])} | end ${span(p.errors?.ends ?? [])} | masked ${p.errors?.masked}`,
    );
  }
  const byFormat = Map.groupBy(
    products.filter((p) => p.errors),
    (p) => p.plan.sound?.format ?? '',
  );
  for (const [format, list] of byFormat) {
    lines.push(
      `${format}: onset error ms ${span(list.flatMap((p) => p.errors?.onsets ?? []))} | end error ms ${span(list.flatMap((p) => p.errors?.ends ?? []))}`,
    );
  }
  lines.push(
    `containers: ${count(products, (p) => (p.demo.recording ? `${p.demo.recording.container}/${p.demo.recording.codec}` : null))}`,
  );
  lines.push(`formats: ${count(products, (p) => (p.demo.recording ? (p.plan.sound?.format ?? null) : null))}`);
  lines.push(`layouts: ${count(products, (p) => (p.demo.recording ? (p.plan.sound?.layout ?? null) : null))}`);
  lines.push(`statuses: ${count(products, (p) => p.demo.call.call_status)}`);
  lines.push(`languages: ${count(products, (p) => (p.plan.dialogue ? p.plan.lang : null))}`);
  lines.push(`versions: ${count(products, (p) => `${p.plan.agent} ${p.plan.version}`)}`);
  lines.push(`directions: ${count(products, (p) => p.demo.call.direction)}`);
  for (const [version, list] of Map.groupBy(products, (p) => `${p.plan.agent} ${p.plan.version}`))
    lines.push(latencyLine(version, list));
  lines.push(`${products.length} calls, ${totalBytes(outDir)} bytes in all`);
  return lines.join('\n');
}

function latencyLine(version: string, list: readonly Product[]): string {
  const pairs = list.flatMap((p) =>
    (p.truth?.turns ?? []).flatMap((turn) => {
      const breakdown = p.demo.call.transcript?.[turn.entry]?.latency_breakdown;
      return turn.gapMs !== null && breakdown?.total_perceived_ms !== undefined ? [{ turn, breakdown }] : [];
    }),
  );
  const median = (pick: (pair: (typeof pairs)[number]) => number) => percentile(pairs.map(pick), 0.5);
  return `${version}: ${pairs.length} answers, median gap ${median((x) => x.turn.gapMs ?? 0)}, reported ${median((x) => x.breakdown.total_perceived_ms ?? 0)}, llm_startup ${median((x) => x.breakdown.llm_startup_ms ?? 0)}, gap-reported ${span(pairs.map((x) => (x.turn.gapMs ?? 0) - (x.breakdown.total_perceived_ms ?? 0)))}`;
}

/** What must hold; each fault is a sentence. */
export function checkAll(products: readonly Product[], outDir: string): string[] {
  const faults: string[] = [];
  const bytes = totalBytes(outDir);
  if (bytes > MAX_BYTES) faults.push(`resources/demo holds ${bytes} bytes, more than ${MAX_BYTES}`);
  for (const p of products) {
    const where = p.plan.key;
    for (const missing of p.errors?.missing ?? []) faults.push(`${where}: silent ${missing}`);
    const smear = SMEAR_MS[p.demo.recording?.codec ?? ''] ?? 0;
    for (const error of p.errors?.onsets ?? [])
      if (Math.abs(error) > 10 + smear) faults.push(`${where}: an onset is off by ${error} ms`);
    for (const error of p.errors?.ends ?? [])
      if (Math.abs(error) > 20 + smear) faults.push(`${where}: an end is off by ${error} ms`);
    const r = p.demo.recording;
    if (r && Math.abs(r.durationMs - p.wantedMs) > 80)
      faults.push(`${where}: the file lasts ${r.durationMs} ms, the call ${p.wantedMs}`);
    for (const turn of p.truth?.turns ?? []) {
      const entry = p.demo.call.transcript?.[turn.entry];
      const latency = entry?.latency_breakdown;
      if (p.demo.call.transcript && !entry) faults.push(`${where}: a turn has no entry`);
      if (entry?.timestamp_ms !== undefined && entry.timestamp_ms !== turn.onsetMs)
        faults.push(`${where}: entry ${turn.entry} is not at its onset`);
      if (turn.endMs > p.wantedMs) faults.push(`${where}: a turn sounds past the end`);
      if (turn.gapMs === null || latency?.total_perceived_ms === undefined) continue;
      const off = turn.gapMs - latency.total_perceived_ms;
      const lies = p.truth?.story === 'under-reported-latency';
      if (lies ? off < 380 || off > 620 : Math.abs(off) > 20)
        faults.push(`${where}: reported and sounding gap differ by ${off} ms at ${turn.onsetMs}`);
    }
  }
  return faults;
}
