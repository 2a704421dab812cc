import { expect, type Page } from '@playwright/test';
import {
  type LiteralCall,
  literalCorpus,
  type Sandbox,
  startSandbox,
  type TranscriptEntry,
} from '../../src/sandbox/index.ts';
import { type Host, startHost } from './host.ts';
import { CallPage } from './pages.ts';

/** Calls that are hard on a transcript; none has a recording. */
export const hardCalls = {
  /** 2,000 turns, one of which says "needle" near the end. */
  long: '10000000-0000-4000-8000-000000000001',
  /** One turn of 50,000 characters between short ones. */
  wide: '10000000-0000-4000-8000-000000000002',
  /** Hebrew with Latin names, numbers and punctuation. */
  rightToLeft: '10000000-0000-4000-8000-000000000003',
  /** Tool calls that went well and badly, and a system entry. */
  tools: '10000000-0000-4000-8000-000000000004',
} as const;

export const rightToLeftTurns = [
  'שלום, כאן Brightwater Dental. איך אפשר לעזור?',
  'WhatsApp זה בסדר גמור, תודה!',
  'המספר שלי הוא 054 123 4567.',
  '+972-54-765-4321',
  'My address is Dizengoff 12, thanks.',
];

const words = ['order', 'parcel', 'morning', 'street', 'please', 'confirm', 'number', 'tomorrow'];
const word = (i: number): string => words[i % words.length] ?? '';

const turn = (i: number, content: string): TranscriptEntry => ({
  role: i % 2 === 0 ? 'agent' : 'caller',
  content,
  timestamp_ms: 500 + i * 3000,
});

function tool(id: string, atMs: number, name: string, result: object): TranscriptEntry[] {
  return [
    {
      role: 'system',
      content: '',
      timestamp_ms: atMs,
      invocation_id: id,
      function_invocation: {
        node_name: name,
        method: 'POST',
        url: 'https://api.example/v1/find',
        request_body: { order: 'SP-112464', city: 'Zürich' },
        headers: { Authorization: '[REDACTED]' },
      },
    },
    {
      role: 'system',
      content: '',
      timestamp_ms: atMs + 400,
      invocation_id: id,
      function_result: { node_name: name, extracted_vars: {}, duration_ms: 400, ...result },
    },
  ];
}

const transcripts: Record<keyof typeof hardCalls, TranscriptEntry[]> = {
  long: Array.from({ length: 2000 }, (_, i) =>
    turn(
      i,
      `Turn ${i + 1}: ${word(i)} ${word(i * 3)} ${i % 5 === 0 ? 'and some more words, '.repeat(12) : ''}${i === 1990 ? 'needle' : ''}`,
    ),
  ),
  wide: [
    turn(0, 'Before.'),
    turn(
      1,
      Array.from({ length: 7200 }, (_, i) => (i === 5000 ? 'needle' : word(i * 7)))
        .join(' ')
        .slice(0, 50_000),
    ),
    turn(2, 'After.'),
    turn(3, 'x'.repeat(50_000)),
    turn(4, 'End.'),
  ],
  rightToLeft: rightToLeftTurns.map((content, i) => turn(i, content)),
  tools: [
    turn(0, 'Good morning, how can I help?'),
    turn(1, 'Where is my order?'),
    ...tool('a', 3600, 'lookup_shipment', {
      status_code: 200,
      response_body: {
        state: 'out_for_delivery',
        items: Array.from({ length: 1500 }, (_, i) => ({ id: i, name: word(i) })),
        last: 'needle',
      },
      error: null,
    }),
    ...tool('b', 4200, 'reserve_slot', { status_code: null, response_body: null, error: 'timeout' }),
    ...tool('c', 4800, 'send_mail', { status_code: 503, response_body: '<html>busy</html>', error: 'non_2xx' }),
    turn(2, 'It will be there this morning.'),
    { role: 'system', content: 'Call transferred to the back office', timestamp_ms: 9000 },
    ...Array.from({ length: 30 }, (_, i) => turn(i + 3, `More talk about the ${word(i)}, number ${i}.`)),
  ],
};

export interface HardWorkspace {
  readonly host: Host;
  open(page: Page, call: keyof typeof hardCalls): Promise<CallPage>;
  close(): Promise<void>;
}

/** A workspace with these calls, synced. */
export async function openHardWorkspace(page: Page): Promise<HardWorkspace> {
  const calls = Object.entries(hardCalls).map(([name, id], i): LiteralCall => {
    const transcript = transcripts[name as keyof typeof hardCalls];
    const duration_ms = 4000 + 3000 * transcript.length;
    return { call: { call_id: id, start_timestamp: Date.now() - (i + 1) * 7_200_000 * 2, duration_ms, transcript } };
  });
  const sandbox: Sandbox = await startSandbox({ corpus: literalCorpus(calls) });
  const host = await startHost();
  await page.goto(host.url);
  const { origin } = new URL(host.url);
  const answer = await page.request.post(`${origin}/rpc/connection/save`, {
    data: { json: { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey } },
  });
  expect(answer.ok(), String(answer.status())).toBe(true);
  return {
    host,
    async open(at, call) {
      await at.goto(`${origin}/#/calls/${hardCalls[call]}`);
      const view = new CallPage(at);
      await expect(view.transcript).toBeVisible({ timeout: 30_000 });
      return view;
    },
    async close() {
      await host.stop();
      host.remove();
      await sandbox.close();
    },
  };
}
