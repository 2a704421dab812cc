import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RateLimit } from '../../src/sandbox/index.ts';
import { startNode } from './children.ts';
import { ask } from './questions.ts';
import type { Scope } from './scope.ts';

/** Which calls the sandbox serves: generated ones, or some that are given, with their recordings as files. */
export type BenchCorpus =
  | {
      kind: 'synthetic';
      calls: number;
      /** Start of the newest call, Unix ms. */
      startAt: number;
      turnsPerCall?: readonly [min: number, max: number];
      /** So many of the newest completed calls have a recording. */
      withRecordings?: number;
    }
  | {
      kind: 'literal';
      calls: readonly {
        call: { call_id: string; start_timestamp: number; [field: string]: unknown };
        file: string;
        contentType: string;
      }[];
    }
  | {
      /** One call with a WAV file of an exact size, computed while it is sent. */
      kind: 'generated';
      startAt: number;
      bytes: number;
      sampleRate: number;
      channels: 1 | 2;
    };

const addressSchema = z.object({ baseUrl: z.string(), apiKey: z.string() });
const countsSchema = z.object({
  list: z.number(),
  get: z.number(),
  media: z.number(),
  refused: z.number(),
  cpuMs: z.number(),
});
export type SandboxCounts = z.output<typeof countsSchema>;

export interface BenchSandbox {
  baseUrl: string;
  apiKey: string;
  /** A fresh signed URL of a call's recording. */
  recordingUrl(callId: string): Promise<string>;
  /** Requests answered (`refused` of them with 429) and CPU time used until now. */
  counts(): Promise<SandboxCounts>;
}

/** Starts a sandbox in a child process, with no rate limit unless there is one to be. */
export async function startBenchSandbox(
  scope: Scope,
  corpus: BenchCorpus,
  options: { rateLimit?: RateLimit } = {},
): Promise<BenchSandbox> {
  const file = join(scope.temporaryDir(), 'sandbox.json');
  writeFileSync(file, JSON.stringify({ corpus, ...options }));
  const child = startNode(scope, new URL('../children/sandbox.ts', import.meta.url), [file]);
  const address = await ask(child.process, addressSchema, 'address');
  return {
    ...address,
    recordingUrl: async (callId) =>
      (await ask(child.process, z.object({ url: z.string() }), 'recordingUrl', callId)).url,
    counts: () => ask(child.process, countsSchema, 'counts'),
  };
}

/** What happened between two counts. */
export function countsBetween(before: SandboxCounts, after: SandboxCounts): SandboxCounts {
  return {
    list: after.list - before.list,
    get: after.get - before.get,
    media: after.media - before.media,
    refused: after.refused - before.refused,
    cpuMs: after.cpuMs - before.cpuMs,
  };
}
