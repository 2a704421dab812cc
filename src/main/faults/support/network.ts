import { createNodeFetch, createNodeSend } from '../../node/node-network.ts';
import type { HttpAnswer, SendRequest } from '../../ports.ts';

/** One request as it left Earmark, whether or not anybody answered. `bytes` = of its body after decoding, so far. */
export interface SentRequest {
  readonly host: string;
  readonly method: string;
  /** Requests in flight when it was sent, itself included. */
  readonly abreast: number;
  bytes: number;
}

/** The ways to the network that the app is lent: the real ones, watched, and cut or held when a test says so. */
export interface TestNetwork {
  readonly send: SendRequest;
  readonly fetch: typeof globalThis.fetch;
  readonly sent: readonly SentRequest[];
  /** Requests whose answer has not been read to its end. */
  inFlight(): number;
  forget(): void;
  /** From now on every request fails like this; null = the network is back. */
  cut(fails: (() => Error) | null): void;
  /** Requests whose URL matches wait before they are sent, until the returned function is called. */
  hold(matches: (url: URL) => boolean): () => void;
}

/** How `fetch` fails when a system call does: a TypeError whose cause has the code. */
export function networkError(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

export function createTestNetwork(): TestNetwork {
  let sent: SentRequest[] = [];
  let inFlight = 0;
  let cut: (() => Error) | null = null;
  let gate: { matches: (url: URL) => boolean; opened: Promise<void> } | null = null;

  const begin = () => {
    inFlight += 1;
    let open = true;
    return () => {
      if (open) inFlight -= 1;
      open = false;
    };
  };

  const watched = (answer: Response, entry: SentRequest, end: () => void): Response => {
    if (answer.body === null) {
      end();
      return answer;
    }
    const reader = answer.body.getReader();
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) {
            end();
            controller.close();
            return;
          }
          entry.bytes += value.byteLength;
          controller.enqueue(value);
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel: (reason) => {
        end();
        return reader.cancel(reason);
      },
    });
    const { status, statusText, headers } = answer;
    return new Response(body, { status, statusText, headers });
  };

  /** Notes a request, has it fail or wait where a test says so, and watches its answer until `end` is called. */
  const pass = async <T>(
    url: URL,
    method: string,
    signal: AbortSignal | null | undefined,
    work: (entry: SentRequest, end: () => void) => Promise<T>,
  ): Promise<T> => {
    const end = begin();
    const entry: SentRequest = { host: url.host, method, abreast: inFlight, bytes: 0 };
    sent.push(entry);
    signal?.addEventListener('abort', end, { once: true });
    try {
      if (cut) throw cut();
      if (gate?.matches(url)) await Promise.race([gate.opened, aborted(signal)]);
      return await work(entry, end);
    } catch (error) {
      end();
      throw error;
    }
  };

  const fetchDirectly = createNodeFetch({});
  const fetch: typeof globalThis.fetch = (input, init) =>
    pass(
      new URL(input instanceof Request ? input.url : input),
      init?.method ?? 'GET',
      init?.signal,
      async (entry, end) => watched(await fetchDirectly(input, init), entry, end),
    );

  const sendDirectly = createNodeSend({});
  const send: SendRequest = (request) =>
    pass(new URL(request.url), request.method, request.signal, async (entry, end) =>
      watchedAnswer(await sendDirectly(request), entry, end),
    );

  return {
    send,
    fetch,
    get sent() {
      return sent;
    },
    inFlight: () => inFlight,
    forget: () => {
      sent = [];
    },
    cut: (fails) => {
      cut = fails;
    },
    hold: (matches) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = { matches, opened: promise };
      return () => {
        gate = null;
        resolve();
      };
    },
  };
}

function watchedAnswer(answer: HttpAnswer, entry: SentRequest, end: () => void): HttpAnswer {
  const { status, headers, body } = answer;
  const read = async function* (pieces: AsyncIterable<Uint8Array>) {
    try {
      for await (const piece of pieces) {
        entry.bytes += piece.byteLength;
        yield piece;
      }
    } finally {
      end();
    }
  };
  if (body === null) end();
  const discard = () => {
    end();
    answer.discard();
  };
  return { status, headers, body: body && read(body), discard };
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Resolves when more of the request sent last has arrived. */
export async function nextBytes(net: TestNetwork): Promise<void> {
  const before = net.sent.at(-1);
  const had = before?.bytes ?? 0;
  while (net.inFlight() === 0 || (net.sent.at(-1)?.bytes ?? 0) === (net.sent.at(-1) === before ? had : 0)) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
