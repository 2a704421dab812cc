import type { SignedUrl } from '../voicy/types.ts';
import { isExpiring } from './url-age.ts';
import type { UrlGuard } from './url-guard.ts';

/** Where links come from, and where they may lead. */
export interface LinkSource {
  /** One Get Call: a fresh URL, or null when the vendor has no recording. */
  sign(callId: string, signal: AbortSignal): Promise<SignedUrl | null>;
  serverNow(): number;
  isAllowed: UrlGuard;
}

/** The signed URL of one recording, shared by all who read it from the storage, so that it is asked for once. */
export interface SharedLink {
  /** From now on this one. */
  use(url: SignedUrl): void;
  /** A URL that is not `refused` and not about to expire, fresh by one Get Call when need be; null when there is none. */
  get(refused: SignedUrl | null, signal: AbortSignal): Promise<SignedUrl | null>;
  /** Ends a Get Call under way. */
  close(): void;
  /** Asked before every address that the link leads to is opened. */
  readonly isAllowed: UrlGuard;
}

/** Creates the link of one download. */
export function createSharedLink(callId: string, source: LinkSource): SharedLink {
  const life = new AbortController();
  let current: SignedUrl | null = null;
  let flight: Promise<SignedUrl | null> | null = null;

  const renew = async (): Promise<SignedUrl | null> => {
    try {
      current = await source.sign(callId, life.signal);
      return current;
    } finally {
      flight = null;
    }
  };

  return {
    use: (url) => {
      current = url;
    },
    get: async (refused, signal) => {
      if (current !== null && current !== refused && !isExpiring(current, source.serverNow())) return current;
      flight ??= renew();
      return untilAborted(flight, signal);
    },
    isAllowed: source.isAllowed,
    close: () => life.abort(new DOMException('closed', 'AbortError')),
  };
}

/** Leaves a shared promise alone when only this caller gives up. */
function untilAborted<T>(shared: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
