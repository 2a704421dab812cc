import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { SendRequest } from '../ports.ts';

/**
 * The API's way to the network in plain Node. undici's own interface, under the `fetch` that Node builds of it, takes a third
 * of the time for answers as small as a call's (docs/decisions/0014-undici-for-the-api.md). Like that `fetch` it
 * uses the proxies of HTTP_PROXY and HTTPS_PROXY where NODE_USE_ENV_PROXY=1 says so.
 */
export function createNodeSend(env: NodeJS.ProcessEnv): SendRequest {
  let dispatcher: Promise<Dispatcher> | undefined;
  return async ({ url, method, headers, body, signal }) => {
    dispatcher ??= createDispatcher(env);
    const { origin, pathname, search } = new URL(url);
    const answer = await (await dispatcher).request({
      origin,
      path: pathname + search,
      method,
      headers: { 'user-agent': 'Earmark', ...headers, 'accept-encoding': 'gzip, br', 'cache-control': 'no-cache' },
      body: body ?? null,
      signal,
    });
    const stream = decompressed(answer);
    return {
      status: answer.statusCode,
      headers: { get: (name) => headerOf(answer.headers, name) },
      body: stream,
      discard: () => void stream.destroy(),
    };
  };
}

/**
 * `fetch` for recordings in plain Node. Not the one that Node 24 has inside: in that, a server that closes the connection after an answer ends
 * the process when nobody reads at that moment, as while a recording waits for the disk (nodejs/undici#5360).
 */
export function createNodeFetch(env: NodeJS.ProcessEnv): typeof globalThis.fetch {
  let dispatcher: Promise<Dispatcher> | undefined;
  return async (input, init) => {
    dispatcher ??= createDispatcher(env);
    const { fetch } = await import('undici');
    // The same standard in the same process: only the names of the types differ.
    const options = { ...init, dispatcher: await dispatcher } as Parameters<typeof fetch>[1];
    return (await fetch(input as string | URL, options)) as unknown as Response;
  };
}

/** Loads what the first request needs, which blocks for a tenth of a second: a host that somebody looks at does it before it is ready. */
export async function loadNetwork(): Promise<void> {
  await import('undici');
}

/** Loaded with the first request: most commands make none, and it takes a tenth of a second. HTTP/1.1, as Node's own `fetch` speaks. */
async function createDispatcher(env: NodeJS.ProcessEnv): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const options = { allowH2: false };
  return env.NODE_USE_ENV_PROXY === '1' ? new EnvHttpProxyAgent({ ...options, ...proxiesOf(env) }) : new Agent(options);
}

function proxiesOf(env: NodeJS.ProcessEnv): EnvHttpProxyAgent.Options {
  return {
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  };
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}

/** An encoding that was not asked for is left as it is: whoever reads it finds no JSON. */
function decompressed({ headers, body }: Dispatcher.ResponseData): Readable {
  // Who reads the body is told of its failure there; a stream that nobody reads must not end the process.
  body.on('error', () => undefined);
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? // What is there of a cut-off body is read like one that was sent plain: it is the JSON that says what is missing.
        createGunzip({ flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH })
      : encoding === 'br'
        ? createBrotliDecompress({
            flush: constants.BROTLI_OPERATION_FLUSH,
            finishFlush: constants.BROTLI_OPERATION_FLUSH,
          })
        : null;
  decoder?.on('error', () => undefined);
  return decoder === null ? body : pipeline(body, decoder, () => undefined);
}
