import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Reply, textReply } from '../../http/reply.ts';

/** Ways of signing a URL. */
export type SignerName =
  | 'supabase'
  | 's3'
  | 's3v2'
  | 'r2'
  | 'gcs'
  | 'gcs-v2'
  | 'azure'
  | 'cloudfront'
  | 'cloudfront-custom'
  | 'generic'
  | 'opaque';

/** What is to be signed. */
export interface SignInput {
  /** Name of the stored object, `<call id>.<extension>`. */
  readonly object: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly secret: Buffer;
  /** `host:port` of the storage server. */
  readonly host: string;
}

/** What a URL claims. */
export interface Claim {
  readonly object: string;
  readonly expiresAtMs: number;
}

/** One storage vendor: its URLs and its answers. */
export interface Signer {
  readonly name: SignerName;
  /** Path and query. */
  sign(input: SignInput): string;
  /** Undefined when the URL is not of this signer's form. */
  readonly recognises: (url: URL) => boolean;
  /** The claim of a URL whose signature is right, otherwise undefined. */
  verify(url: URL, secret: Buffer, host: string): Claim | undefined;
  expired(info: { expiresAtMs: number; nowMs: number }): Reply;
  badSignature(): Reply;
  /** Refusal of a URL that is right and alive. */
  denied(): Reply;
  notFound(object: string): Reply;
  /** Whether a request that also carries `Authorization` is refused, as S3 and Azure do. */
  readonly refusesAuthorization: boolean;
}

/** HMAC of a text. */
export function hmac(algorithm: 'sha1' | 'sha256', key: Buffer | string, text: string): Buffer {
  return createHmac(algorithm, key).update(text).digest();
}

/** Comparison in constant time. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Whole seconds; every scheme but the opaque one counts in them, rounding down as the vendors do. */
export function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** `20261122T101500Z` */
export function compactDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Milliseconds of a compact date, NaN when it is none. */
export function fromCompactDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** An error document as the S3 family writes it. */
export function xmlError(
  status: number,
  code: string,
  message: string,
  extra: Readonly<Record<string, string>> = {},
  headers: Record<string, string> = {},
): Reply {
  const fields = Object.entries({ Code: code, Message: message, ...extra });
  const body = fields.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${body}</Error>`;
  return textReply(status, 'application/xml', text, headers);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Last segment of a path. */
export function objectName(url: URL): string {
  return decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
}
