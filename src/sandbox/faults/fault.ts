import type { RequestKind } from '../http/request-log.ts';

/** Requests that a fault can meet. */
export type FaultTarget = Exclude<RequestKind, 'other'>;

/** Which requests a fault meets; everything given must hold. */
export interface FaultMatch {
  /** Default: every kind of request that the fault makes sense for. */
  readonly on?: FaultTarget | readonly FaultTarget[];
  /** For a list: pages that contain one of the calls, and then only these items change. */
  readonly callId?: string | readonly string[];
  /** Counted from 1 over the requests that match `on`, `callId` and `page`. */
  readonly nth?: number | readonly number[];
  /** Page of a list, from 1. */
  readonly page?: number | readonly number[];
  /** At most so often. */
  readonly times?: number;
  /** Chance per matching request, from the sandbox's seeded generator. */
  readonly probability?: number;
  /** Only for so long after the fault was added, by the sandbox's clock. */
  readonly forMs?: number;
}

/** A `Retry-After` in every form that is met: seconds (also negative or absurd), an HTTP date, or anything else. */
export type RetryAfter = { readonly seconds: number } | { readonly dateInMs: number } | { readonly raw: string };

/** The connection breaks or crawls. `atByte` counts bytes of the body. */
export type WireFault =
  | { readonly kind: 'reset-before-headers' }
  | { readonly kind: 'reset-after-headers' }
  | { readonly kind: 'reset-mid-body'; readonly atByte: number }
  /** Right `Content-Length`, fewer bytes, orderly close. */
  | { readonly kind: 'short-body'; readonly atByte: number }
  /** Chunked, closed without the last chunk. */
  | { readonly kind: 'truncated-chunked'; readonly atByte: number }
  /** Neither length nor chunks: the cut looks like the end. */
  | { readonly kind: 'close-delimited-cut'; readonly atByte: number }
  /** A gzip stream without its end under a `Content-Length` that agrees. */
  | { readonly kind: 'truncated-gzip'; readonly missingBytes?: number }
  | { readonly kind: 'long-body'; readonly extraBytes?: number }
  | { readonly kind: 'stall-before-headers'; readonly ms: number | 'forever' }
  | { readonly kind: 'stall-mid-body'; readonly atByte: number; readonly ms: number | 'forever' }
  | { readonly kind: 'slow-drip'; readonly bytes: number; readonly everyMs: number };

/** Another answer in place of the right one. */
export type ReplyFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Default: the vendor's error body. */
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly retryAfter?: RetryAfter;
    }
  /** 429 with no requests left and a reset in the future. */
  | { readonly kind: 'rate-limit-storm'; readonly resetInMs?: number; readonly retryAfter?: RetryAfter }
  | { readonly kind: 'captive-portal'; readonly as: 'page' | 'redirect'; readonly to?: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: 301 | 302 | 303 | 307 | 308 };

/** A 200 whose body is not what it should be. */
export type BodyFault =
  | { readonly kind: 'replace-body'; readonly body: 'empty' | 'null' | 'array' | 'string' | 'wrong-shape' }
  | { readonly kind: 'truncated-json'; readonly atByte?: number }
  | { readonly kind: 'invalid-utf8' }
  /** Valid JSON with a padding field. */
  | { readonly kind: 'huge-body'; readonly megabytes: number }
  | { readonly kind: 'gzip-bomb'; readonly megabytes: number };

/** Calls whose JSON is not as documented. */
export type DriftFault =
  | { readonly kind: 'deep-nesting'; readonly depth?: number }
  | { readonly kind: 'big-number-id'; readonly digits?: string }
  | { readonly kind: 'proto-key' }
  | { readonly kind: 'duplicate-keys' }
  | { readonly kind: 'hostile-text'; readonly text: 'nul' | 'lone-surrogate' | 'megabyte' | 'bidi' | 'markup' }
  | { readonly kind: 'unknown-field'; readonly field?: string; readonly value?: unknown }
  | { readonly kind: 'missing-field'; readonly field: string }
  | { readonly kind: 'wrong-type'; readonly field: string; readonly value?: unknown }
  | { readonly kind: 'new-enum'; readonly field?: string; readonly value?: string }
  | { readonly kind: 'unparsable-call'; readonly as?: 'string' | 'null' | 'number' | 'empty-object' };

/** The list does not page as documented. */
export type PagingFault =
  /** Every further page is the first one again. */
  | { readonly kind: 'repeated-page' }
  /** Never a short page: invented calls follow the real ones. */
  | { readonly kind: 'endless-pages' }
  /** Pages shorter than `limit` although more follow, and a falling `total_count`. */
  | { readonly kind: 'shrinking-pages' }
  /** A pagination key that was just given out is refused. */
  | { readonly kind: 'bad-pagination-key'; readonly status?: 400 | 422 };

/** Storage misbehaves. */
export type MediaFault =
  | { readonly kind: 'range-ignored' }
  | { readonly kind: 'wrong-content-range'; readonly value?: string }
  /** Another tag at every request; a 206 is still a 206. */
  | { readonly kind: 'changed-etag' }
  | { readonly kind: 'weak-etag' }
  | { readonly kind: 'no-etag'; readonly keepLastModified?: boolean }
  | { readonly kind: 'range-not-satisfiable' }
  | { readonly kind: 'not-audio'; readonly as: 'html' | 'xml' | 'json' | 'empty' }
  | { readonly kind: 'wrong-content-type'; readonly contentType: string }
  /** The signer's own "no such object"; with `forMs` a recording that is late. */
  | { readonly kind: 'media-not-found' }
  | { readonly kind: 'media-gone' }
  /** Refused as by the signer although the URL is fresh. */
  | { readonly kind: 'media-refused' }
  /** The signer's answer to an expired URL, before its time. */
  | { readonly kind: 'media-expired-early' }
  /** The connection drops at `atByte` of the body and this URL is refused from then on. */
  | { readonly kind: 'expire-mid-download'; readonly atByte: number };

/** What goes wrong. */
export type FaultAction = WireFault | ReplyFault | BodyFault | DriftFault | PagingFault | MediaFault;

/** A fault as a test declares it. */
export type Fault = FaultAction & FaultMatch;

/** The name of a fault. */
export type FaultKind = FaultAction['kind'];

/** One fault by its name. */
export type FaultOf<K extends FaultKind> = Extract<FaultAction, { kind: K }>;
