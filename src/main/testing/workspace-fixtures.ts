import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeFetch, createNodeSend } from '../node/node-network.ts';
import type { Clock, Logger, Ports } from '../ports.ts';
import type { WriteDb } from '../store/db.ts';
import { openForWriting } from '../store/open.ts';
import type { CallSummary, ParsedCall } from '../voicy/types.ts';

/** A new folder that `remove` takes away with all it holds. */
export function temporaryDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'earmark-test-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A real, migrated database in a folder of its own. */
export function temporaryDb(): { db: WriteDb; dir: string; remove: () => void } {
  const { dir, remove } = temporaryDir();
  const db = openForWriting(dir);
  return {
    db,
    dir,
    remove: () => {
      db.close();
      remove();
    },
  };
}

/** Real time, but sleeps of the code under test take no more than `capMs`. */
export function hurriedClock(now: () => number = Date.now, capMs = 5): Clock {
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const timer = setTimeout(resolve, Math.min(ms, capMs));
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
  };
}

/** A logger that keeps its lines, so that tests can search them for what must not be there. */
export function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (fields: object, message: string) => {
    const err = 'err' in fields && fields.err instanceof Error ? { err: fields.err.stack } : {};
    lines.push(JSON.stringify({ ...fields, ...err, message }));
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** Ports of plain Node for a workspace below `dir`, with a key in memory. */
export function testPorts(dir: string, key: string | null, over: Partial<Ports> = {}): Ports {
  let current = key;
  return {
    clock: hurriedClock(),
    send: createNodeSend({}),
    fetch: createNodeFetch({}),
    random: () => 0.5,
    logger: recordingLogger(),
    secrets: {
      note: null,
      read: async () => (current === null ? null : { key: current, stored: 'session' }),
      write: async (_workspace, next) => {
        current = next;
        return 'session';
      },
      remove: async () => {
        current = null;
      },
    },
    paths: { own: dir, demo: join(dir, 'demo'), ui: join(dir, 'ui') },
    capabilities: { host: 'web', keyring: false, demo: false, revealFile: false, pdf: false },
    version: '0.0.0-test',
    ...over,
  };
}

/** A list row with plain values. */
export function summaryOf(id: string, over: Partial<CallSummary> = {}): CallSummary {
  return {
    id,
    startMs: 1_700_000_000_000,
    durationMs: 60_000,
    agentId: 'agent-1',
    agentName: 'Dana',
    agentVersion: '7',
    status: 'user_hangup',
    statusGroup: 'completed',
    direction: 'incoming',
    callType: 'phone_call',
    fromNumber: '+15550100001',
    toNumber: '+15550100002',
    callerNumber: '+15550100001',
    ...over,
  };
}

/** A call's details with plain values and two turns. */
export function detailOf(id: string, over: Partial<ParsedCall> = {}): ParsedCall {
  const turn = { gender: null, endMs: null, measuredGapMs: null };
  return {
    ...summaryOf(id),
    summary: 'A call.',
    detectedGender: 'female',
    accountName: 'Northwind',
    cost: { amount: 0.12, currency: 'usd' },
    disconnectionReason: null,
    varsProvided: { name: 'Ana' },
    varsExtracted: { date: 'Tuesday' },
    varsCollected: null,
    transcriptKind: 'turns',
    transcriptText: null,
    turns: [
      {
        ...turn,
        index: 0,
        entry: 0,
        role: 'caller',
        rawRole: 'caller',
        content: 'Hello?',
        startMs: 500,
        latency: null,
        reportedGapMs: null,
      },
      {
        ...turn,
        index: 1,
        entry: 2,
        role: 'agent',
        rawRole: 'agent',
        content: 'How can I help?',
        startMs: 3000,
        latency: {
          total_perceived_ms: 1530,
          vad_delay_ms: 500,
          stt_finalize_ms: 1200,
          llm_startup_ms: 85,
          llm_first_sentence_ms: 95,
          tts_synthesis_ms: null,
          send_overhead_ms: 20,
        },
        reportedGapMs: 1530,
      },
    ],
    toolCalls: [
      {
        entry: 1,
        invocationId: 'inv-1',
        startMs: 1000,
        name: 'lookup',
        method: 'POST',
        url: 'https://example.test/lookup',
        requestBody: '{"a":1}',
        headers: { authorization: '[REDACTED]' },
        statusCode: 200,
        responseBody: '{}',
        extractedVars: { a: 'b' },
        durationMs: 242,
        error: null,
        hasResult: true,
      },
    ],
    missing: [],
    medianLatencyMs: 1530,
    worstLatencyMs: 1530,
    ...over,
  };
}
