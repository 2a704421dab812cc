import { AppError } from '#shared/model/errors.ts';

/** The vendor's address, taken apart. `root` has no trailing slash and no API path. */
export interface BaseUrl {
  root: string;
  host: string;
  loopback: boolean;
  /** The address ends in `/functions/v1`, so those paths are tried first. */
  prefersFunctions: boolean;
}

/** Ports that the fetch standard refuses to connect to ("bad port"); https://fetch.spec.whatwg.org/#port-blocking. */
const blockedPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** True for the three spellings of this computer that may be reached over plain http. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}

/**
 * Reads the address a user typed: https, or http on this computer only; no user name, query or blocked port.
 * Throws `invalid-input` with a sentence to act on. A trailing `/`, `/v1` or `/functions/v1` may be there or not.
 */
export function parseBaseUrl(input: string): BaseUrl {
  const text = input.trim();
  if (text === '')
    throw new AppError('invalid-input', 'Enter the address of the Voicy API, such as https://api.voicy.co.');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new AppError('invalid-input', 'Write the whole address, starting with https://.');
  }
  const url = URL.parse(text);
  if (url === null) throw new AppError('invalid-input', 'This is not a web address; check it for typing errors.');
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new AppError(
      'invalid-input',
      'Use an address that starts with https://; Earmark sends no key over plain http.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError(
      'invalid-input',
      'Take the user name and password out of the address; the key has its own field.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new AppError('invalid-input', 'Take everything from the "?" or "#" on out of the address.');
  }
  if (url.port !== '' && blockedPorts.has(Number(url.port))) {
    throw new AppError('invalid-input', `Port ${url.port} is closed to web requests; check the port in the address.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const prefersFunctions = path.endsWith('/functions/v1');
  const prefix = path.replace(/(?:\/functions)?\/v1$/, '');
  return { root: url.origin + prefix, host: url.host, loopback, prefersFunctions };
}
