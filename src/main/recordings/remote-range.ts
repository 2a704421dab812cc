import type { Clock } from '../ports.ts';
import type { SignedUrl } from '../voicy/types.ts';
import type { Arriving } from './arriving.ts';
import { storageGet } from './storage-get.ts';

/** What reading a range from the storage takes. */
export interface RangeContext {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  onRequest: () => void;
  /** No answer or byte for this long while one is waited for means that the connection is dead, ms. */
  idleMs?: number;
}

/** The storage does not give this range of this version; the main download may still bring it. */
export class RangeUnavailable extends Error {
  override name = 'RangeUnavailable';
}

const IDLE_MS = 10_000;
const MAX_TRIES = 4;

/** What an answer to a ranged request is worth. */
export type RangeVerdict = 'good' | 'refused' | 'busy' | 'unusable';

/**
 * Whether an answer holds the bytes from `first` on of the version that is being downloaded. Anything that might be
 * another version is unusable: a 200, another total, another tag although `If-Range` was sent.
 */
export function judgeRange(
  answer: { status: number; header(name: string): string | null },
  first: number,
  version: Pick<Arriving, 'totalBytes' | 'validator'>,
): RangeVerdict {
  const { status } = answer;
  // 404 and 410 too: some stores answer so to a link that has expired. A fresh one tells the difference.
  if (status === 400 || status === 401 || status === 403 || status === 404 || status === 410) return 'refused';
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'busy';
  if (status !== 206) return 'unusable';
  const encoding = answer.header('content-encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') return 'unusable';
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.header('content-range') ?? '');
  if (!range || Number(range[1]) !== first || Number(range[3]) !== version.totalBytes) return 'unusable';
  const isTag = version.validator?.startsWith('"') ?? false;
  const own = answer.header(isTag ? 'etag' : 'last-modified');
  return own === null || own === version.validator ? 'good' : 'unusable';
}

/**
 * The bytes `start` to `end` inclusive of an arriving version, straight from the storage, read only as fast as they are
 * taken. Goes on at the exact byte after a drop; a refused link is replaced once, and again after bytes have come.
 * Throws `RangeUnavailable` when the storage does not give them, or the signal's reason.
 */
export async function* readFromStorage(
  version: Arriving,
  start: number,
  end: number,
  context: RangeContext,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  let at = start;
  let refused: SignedUrl | null = null;
  let refusals = 0;
  let tries = 0;
  const again = async () => {
    tries += 1;
    if (tries > MAX_TRIES) throw new RangeUnavailable('The connection to the storage keeps breaking.');
    await context.clock.sleep(context.random() * 200 * 2 ** tries, signal);
  };
  while (at <= end) {
    const url = await getUrl(version, refused, signal);
    const wire = openWire(version, context, signal);
    try {
      const answer = await wire.get(url.url, rangeHeaders(at, end, version));
      if (answer === 'dropped') {
        await again();
        continue;
      }
      const verdict = answer === null ? 'unusable' : judgeRange(headersOf(answer), at, version);
      if (answer === null || verdict === 'unusable') throw new RangeUnavailable('The storage has no such range.');
      if (verdict === 'refused') {
        refusals += 1;
        if (refusals > 1) throw new RangeUnavailable('The storage refuses this recording even with a fresh link.');
        refused = url;
        continue;
      }
      if (verdict === 'busy') {
        await again();
        continue;
      }
      for await (const chunk of wire.body(answer)) {
        const part = chunk.subarray(0, end - at + 1);
        at += part.byteLength;
        refusals = 0;
        tries = 0;
        if (part.byteLength > 0) yield part;
        if (at > end) return;
      }
      await again();
    } finally {
      wire.close();
    }
  }
}

async function getUrl(version: Arriving, refused: SignedUrl | null, signal: AbortSignal): Promise<SignedUrl> {
  let url: SignedUrl | null;
  try {
    url = await version.link.get(refused, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new RangeUnavailable('There is no link to this recording now.', { cause: error });
  }
  if (url === null) throw new RangeUnavailable('The vendor gives no link to this recording any more.');
  return url;
}

function rangeHeaders(at: number, end: number, { validator }: Arriving): Record<string, string> {
  return { range: `bytes=${at}-${end}`, ...(validator === null ? {} : { 'if-range': validator }) };
}

function headersOf(answer: Response) {
  return { status: answer.status, header: (name: string) => answer.headers.get(name) };
}

/** One request and its body; dead when nothing comes for too long while somebody waits for it. */
function openWire({ link }: Arriving, context: RangeContext, signal: AbortSignal) {
  const own = new AbortController();
  const stop = AbortSignal.any([signal, own.signal]);
  const guarded = async <T>(work: Promise<T>): Promise<T | 'dropped'> => {
    const timer = setTimeout(() => own.abort(), context.idleMs ?? IDLE_MS);
    try {
      return await work;
    } catch (error) {
      signal.throwIfAborted();
      if (own.signal.aborted || error instanceof TypeError) return 'dropped';
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    get: (url: string, headers: Record<string, string>) =>
      guarded(
        storageGet({
          fetch: context.fetch,
          url,
          headers,
          isAllowed: link.isAllowed,
          onRequest: context.onRequest,
          signal: stop,
        }),
      ),
    /** Ends early, without an error, when the connection drops. */
    async *body(answer: Response): AsyncGenerator<Uint8Array, void> {
      const reader = answer.body?.getReader();
      if (reader === undefined) return;
      for (;;) {
        const read = await guarded(reader.read());
        if (read === 'dropped' || read.done) return;
        yield read.value;
      }
    },
    /** Whatever has not been read is not wanted any more. */
    close: () => own.abort(),
  };
}
