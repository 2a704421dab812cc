import { connect } from 'node:net';
import { type LiteralCall, literalCorpus } from '../corpus/literal-corpus.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import type { SandboxOptions } from '../sandbox-options.ts';

/** What a request may carry; only for the tests of this folder. */
export interface TestRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Stop listening then; default 2,000. */
  readonly giveUpMs?: number;
}

/** What came over the wire, byte by byte, so that broken answers can be seen as they are. */
export interface WireAnswer {
  /** 0 when no status line came. */
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly endedBy: 'fin' | 'reset' | 'timeout';
  readonly tookMs: number;
  /** Pieces in which the answer arrived. */
  readonly pieces: number;
}

/** Sends one request on a connection of its own and records everything until the connection ends. */
export function exchange(url: string, request: TestRequest = {}): Promise<WireAnswer> {
  const target = new URL(url);
  const body = request.body ?? '';
  const headers = {
    Host: target.host,
    Connection: 'close',
    ...(body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(target.port), target.hostname);
    const finish = (endedBy: WireAnswer['endedBy']): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({
        ...parseAnswer(Buffer.concat(parts)),
        endedBy,
        tookMs: performance.now() - startedAt,
        pieces: parts.length,
      });
    };
    const timer = setTimeout(() => finish('timeout'), request.giveUpMs ?? 2000);
    socket.on('data', (part) => parts.push(part));
    socket.on('end', () => finish('fin'));
    socket.on('error', () => finish('reset'));
    socket.write(
      `${request.method ?? 'GET'} ${target.pathname}${target.search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`,
    );
  });
}

function parseAnswer(bytes: Buffer): Pick<WireAnswer, 'status' | 'headers' | 'body'> {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0) return { status: 0, headers: {}, body: bytes };
  const [statusLine = '', ...lines] = bytes.subarray(0, split).toString('latin1').split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: bytes.subarray(split + 4) };
}

/** JSON of an answer. */
export function jsonOf(answer: WireAnswer): unknown {
  return JSON.parse(answer.body.toString('utf8'));
}

/** A sandbox with helpers for the two endpoints of its generation. */
export interface TestSandbox extends Sandbox {
  list(body?: object, request?: TestRequest): Promise<WireAnswer>;
  fetchCall(callId: string, request?: TestRequest): Promise<WireAnswer>;
  media(callId: string, request?: TestRequest): Promise<WireAnswer>;
  /** Items of a list answer in any generation. */
  items(body?: object): Promise<Record<string, unknown>[]>;
}

/** Starts a sandbox; the caller closes it. */
export async function startTestSandbox(options: SandboxOptions): Promise<TestSandbox> {
  const sandbox = await startSandbox(options);
  const isFunctions = options.generation === 'functions';
  const auth = { Authorization: `Bearer ${sandbox.apiKey}` };
  const list: TestSandbox['list'] = (body = {}, request = {}) =>
    exchange(`${sandbox.baseUrl}${isFunctions ? '/call-list' : '/v1/list-calls'}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...request,
      headers: { ...auth, ...request.headers },
    });
  // Not a spread: `requests` is a getter.
  return Object.assign(Object.create(sandbox) as Sandbox, {
    list,
    fetchCall: (callId: string, request: TestRequest = {}) =>
      exchange(`${sandbox.baseUrl}${isFunctions ? '/call-get/' : '/v1/get-call/'}${callId}`, {
        ...request,
        headers: { ...auth, ...request.headers },
      }),
    media: (callId: string, request: TestRequest = {}) => exchange(sandbox.recordingUrl(callId), request),
    async items(body: object = {}) {
      const json = jsonOf(await list(body));
      return (Array.isArray(json) ? json : (json as { calls: unknown }).calls) as Record<string, unknown>[];
    },
  });
}

/** The instant at which the clocks of these tests begin. */
export const testStart = Date.UTC(2026, 10, 22, 10, 0, 0);

/** Bytes of the test recording: 256 different ones, so that a range can be told from its neighbours. */
export const testBytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));

/** `count` calls, one a minute, the last one an hour before `testStart`; ids `call-001`, `call-002`, ... */
export function testCalls(count: number): LiteralCall[] {
  return Array.from({ length: count }, (_, i) => ({
    call: {
      call_id: `call-${String(i + 1).padStart(3, '0')}`,
      start_timestamp: testStart - 3_600_000 - (count - i - 1) * 60_000,
      transcript: [
        { role: 'agent', content: 'Hello.', timestamp_ms: 500, latency_breakdown: { total_perceived_ms: 900 } },
        { role: 'caller', content: 'Hi.', timestamp_ms: 1900, gender: 'female' },
      ],
    },
    recording: { bytes: testBytes, contentType: 'audio/wav' },
  }));
}

/** A sandbox of `count` test calls whose clock stands still. */
export function startTestCalls(count: number, options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  return startTestSandbox({ corpus: literalCorpus(testCalls(count)), clock: () => testStart, ...options });
}
