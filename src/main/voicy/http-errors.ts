import { AppError } from '#shared/model/errors.ts';

/** Why no usable answer came. `retry` = trying again may help; `server` = counts against the server, not our network. */
export class RequestFailure extends Error {
  readonly appError: AppError;
  readonly retry: boolean;
  readonly server: boolean;
  constructor(appError: AppError, kind: { retry: boolean; server: boolean }) {
    super(appError.message);
    this.name = 'RequestFailure';
    this.appError = appError;
    this.retry = kind.retry;
    this.server = kind.server;
  }
}

const dnsCodes = ['ENOTFOUND', 'EAI_AGAIN', 'ERR_NAME_NOT_RESOLVED'];
const offlineCodes = ['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ERR_INTERNET_DISCONNECTED', 'ERR_NETWORK_CHANGED'];
const refusedCodes = ['ECONNREFUSED', 'ERR_CONNECTION_REFUSED'];
const proxyCodes = ['ERR_PROXY_CONNECTION_FAILED', 'ERR_TUNNEL_CONNECTION_FAILED'];

/** What is wrong with a certificate, by the codes of Node (OpenSSL) and Chromium. */
const tlsReasons: [RegExp, string][] = [
  [
    /CERT_HAS_EXPIRED|CERT_DATE_INVALID|CERT_NOT_YET_VALID/,
    'its certificate is out of date (or this computer’s clock is wrong)',
  ],
  [/ALTNAME_INVALID|CERT_COMMON_NAME_INVALID/, 'its certificate is for another name'],
  [/CERT_REVOKED/, 'its certificate was revoked'],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_AUTHORITY_INVALID|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/,
    'its certificate is not from an authority this computer trusts',
  ],
  [/ERR_TLS_|ERR_SSL_|^EPROTO$|CERT_/, 'no secure connection could be agreed on'],
];

/** Codes along the chain of causes: Node puts them in `code`, Chromium in the message as `net::ERR_...`. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const chromium = /net::(ERR_[A-Z0-9_]+)/.exec(error.message)?.[1];
  const inner = error instanceof AggregateError ? error.errors.slice(0, 5) : [];
  const deeper = [error.cause, ...inner].flatMap((next) => codesOf(next, depth + 1));
  return [...own, ...(chromium === undefined ? [] : [chromium]), ...deeper];
}

/** Names a failed fetch: DNS, refused, no route, proxy, TLS (never tried again, never bypassed), or cut off. */
export function networkFailure(error: unknown, host: string): RequestFailure {
  // Electron rejects where Node answers with the redirect itself.
  if (error instanceof Error && /redirect/i.test(error.message)) return notTheApi(host);
  const codes = codesOf(error);
  const has = (list: string[]) => codes.some((code) => list.includes(code));
  const offline = (message: string, kind = { retry: true, server: false }) =>
    // No cause: a message from below may hold an address or a header.
    new RequestFailure(new AppError('offline', message), kind);
  for (const [pattern, reason] of tlsReasons) {
    if (codes.some((code) => pattern.test(code))) {
      return offline(
        `Earmark did not connect to ${host} because ${reason}; ask whoever runs your network, or check the address.`,
        { retry: false, server: false },
      );
    }
  }
  if (has(dnsCodes)) return offline(`The name ${host} was not found; check the internet connection and the address.`);
  if (has(refusedCodes)) return offline(`${host} refused the connection; check the address, or try again later.`);
  if (has(offlineCodes)) return offline(`There is no way to ${host} from here; check the internet connection.`);
  if (has(proxyCodes)) return offline(`The proxy did not connect to ${host}; check the proxy settings.`);
  return offline(`The connection to ${host} was cut; Earmark will go on when it answers again.`, {
    retry: true,
    server: true,
  });
}

/** The server did not answer in time, or not fast enough. */
export function timeoutFailure(what: 'headers' | 'idle' | 'total' | 'slow', host: string): RequestFailure {
  const says = {
    headers: `${host} did not answer in time`,
    idle: `${host} stopped in the middle of its answer`,
    total: `${host} took too long to answer`,
    slow: `${host} answered too slowly`,
  };
  return new RequestFailure(new AppError('offline', `${says[what]}; try again later.`), { retry: true, server: true });
}

/** A network's own page came instead of an answer: a sign-in page, a proxy, another web site. */
export function notTheApi(host: string): RequestFailure {
  const message = `The network answered for ${host}, but the Voicy API did not; sign in to the network in a browser, or check the address.`;
  return new RequestFailure(new AppError('offline', message), { retry: false, server: false });
}

/** The answer is not what was asked for. A cut-off answer looks like this too, so `retry` is the caller's choice. */
export function damagedAnswer(host: string, what: string, retry: boolean): RequestFailure {
  const error = new AppError('damaged', `The answer from ${host} ${what}.`);
  return new RequestFailure(error, { retry, server: false });
}

/** The vendor's sentence in an error body of any generation; '' when there is none. */
function sentenceOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return '';
    const said =
      'message' in body && typeof body.message === 'string' ? body.message : 'error' in body ? body.error : '';
    return typeof said === 'string' ? said : '';
  } catch {
    return '';
  }
}

/** Whether a 404's body says that the call is not there, which a path that has moved does not say. */
export function saysCallIsGone(text: string): boolean {
  return /\bcall (?:was |is )?(?:not found|deleted|gone|removed)\b|\bcall does not exist\b|\bno such call\b/i.test(
    sentenceOf(text),
  );
}

/** The vendor's own words from an error body, on one line, short, without the key and without URL queries. */
function vendorMessage(text: string, apiKey: string): string {
  const clean = sentenceOf(text)
    .replaceAll(apiKey, '[key]')
    .replace(/voicy_sk_\w+/g, '[key]')
    .replace(/(https?:\/\/[^\s?]*)\?\S*/g, '$1')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean === '' ? '' : ` It says: “${clean.slice(0, 160)}”`;
}

/** What a status that is neither 2xx nor "not found" means. `isJson` tells the API's own answer from a network's page. */
export function statusFailure(
  status: number,
  answer: { host: string; apiKey: string; isJson: boolean; text: string },
): RequestFailure {
  const { host } = answer;
  const final = (code: 'unauthorized' | 'invalid-input', message: string) =>
    new RequestFailure(new AppError(code, message), { retry: false, server: false });
  if (status === 401)
    return final('unauthorized', `Key refused: ${host} does not accept this API key. Enter a valid one in Settings.`);
  if (status === 0 || (status >= 300 && status < 400) || status === 407 || status === 511) return notTheApi(host);
  if (status === 403 && !answer.isJson) return notTheApi(host);
  if (status === 403) {
    return final(
      'unauthorized',
      'Key refused: this API key may not read calls. Ask your Voicy administrator for access, or enter another in Settings.',
    );
  }
  if (status === 429) {
    const error = new AppError('rate-limited', 'Voicy is limiting this API key; wait a few minutes and sync again.');
    return new RequestFailure(error, { retry: true, server: false });
  }
  if (status >= 500 || status === 408 || status === 425) {
    const error = new AppError('offline', `${host} has a problem right now (${status}); try again later.`);
    return new RequestFailure(error, { retry: status !== 501, server: true });
  }
  return final(
    'invalid-input',
    `${host} did not accept the request (${status}).${vendorMessage(answer.text, answer.apiKey)}`,
  );
}
