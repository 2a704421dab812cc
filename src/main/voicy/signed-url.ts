import { BlockList, isIP } from 'node:net';
import { isLoopbackHost } from './base-url.ts';
import { isJsonObject } from './json-text.ts';

export type SignedUrlScheme =
  | 'aws-v4'
  | 'google-v4'
  | 'oss-v4'
  | 'aws-v2'
  | 'google-v2'
  | 'oss'
  | 'cloudfront'
  | 'cloudfront-policy'
  | 'azure'
  | 'supabase'
  | 'jwt'
  | 'akamai'
  | 'cdn'
  | 'unknown';

export interface Expiry {
  expiresAtMs: number;
  scheme: SignedUrlScheme;
}

const hour = 3_600_000;
const longest = 7 * 24 * hour + 5 * 60_000;

/** Unix seconds or ms as ms; what is no date of this century's first half and beyond is not a time (an `e=5` is an episode). */
function epochMs(value: unknown): number | null {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{10,16}$/.test(value)
        ? Number(value)
        : Number.NaN;
  if (number >= 1e9 && number < 1e12) return number * 1000;
  return number >= 1e12 && number < 1e15 ? number : null;
}

/** `YYYYMMDDTHHMMSSZ` as Unix ms. */
function compactDateMs(value: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/i.exec(value);
  if (parts === null) return null;
  const [, year, month, day, hours, minutes, seconds] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isFinite(ms) ? ms : null;
}

/** Azure's ISO times: date only, minutes, seconds or fractions, `T`/`Z` in either case, an offset whose `+` became a space. */
function isoMs(value: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:t(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(z|[+\- ]\d\d:\d\d)?)?$/i.exec(
    value.trim(),
  );
  if (parts === null) return null;
  const [, date, minutes = '00:00', seconds = '00', fraction = '0', zone = 'Z'] = parts;
  const offset = zone.toUpperCase().replace(' ', '+');
  const ms = Date.parse(`${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isFinite(ms) ? ms : null;
}

function base64Json(value: string): unknown {
  try {
    return JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

const jwtForm = /^[\w-]+\.[\w-]+\.[\w-]*$/;

function jwtExpiryMs(value: string): number | null {
  if (!jwtForm.test(value)) return null;
  const claims = base64Json((value.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
  return isJsonObject(claims) ? epochMs(claims.exp) : null;
}

/** CloudFront writes `-_~` for base64's `+=/`. The earliest `DateLessThan` of all statements counts. */
function policyExpiryMs(value: string): number | null {
  const policy = base64Json(value.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'));
  const statements = isJsonObject(policy) && Array.isArray(policy.Statement) ? policy.Statement : [];
  const instants = statements.flatMap((statement: unknown) => {
    const condition = isJsonObject(statement) ? statement.Condition : null;
    const before = isJsonObject(condition) ? condition.DateLessThan : null;
    const ms = isJsonObject(before) ? epochMs(before['AWS:EpochTime']) : null;
    return ms === null ? [] : [ms];
  });
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Parameters by lower-case name; repeated names keep all values. `&amp;` is what HTML made of `&`. */
function readParams(url: string): Map<string, string[]> {
  const start = url.indexOf('?');
  const query = start === -1 ? '' : url.slice(start + 1).split('#', 1)[0];
  const params = new Map<string, string[]>();
  for (const [rawName, value] of new URLSearchParams(query)) {
    const name = rawName.toLowerCase().replace(/^amp;/, '');
    params.set(name, [...(params.get(name) ?? []), value]);
  }
  return params;
}

const v4 = [
  { prefix: 'x-amz', scheme: 'aws-v4' },
  { prefix: 'x-goog', scheme: 'google-v4' },
  { prefix: 'x-oss', scheme: 'oss-v4' },
] as const;

function findInstants(url: string): Expiry[] {
  const params = readParams(url);
  const values = (name: string) => params.get(name) ?? [];
  const found: Expiry[] = [];
  const add = (expiresAtMs: number | null, scheme: SignedUrlScheme) => {
    if (expiresAtMs !== null) found.push({ expiresAtMs, scheme });
  };
  for (const { prefix, scheme } of v4) {
    const dates = values(`${prefix}-date`).flatMap((value) => compactDateMs(value) ?? []);
    const lengths = values(`${prefix}-expires`).flatMap((value) => (/^\d{1,9}$/.test(value) ? Number(value) : []));
    if (dates.length > 0 && lengths.length > 0) {
      add(Math.min(...dates) + Math.min(...lengths, 604_800) * 1000, scheme);
    }
  }
  const expires: SignedUrlScheme = params.has('awsaccesskeyid')
    ? 'aws-v2'
    : params.has('googleaccessid')
      ? 'google-v2'
      : params.has('ossaccesskeyid')
        ? 'oss'
        : params.has('key-pair-id')
          ? 'cloudfront'
          : 'cdn';
  for (const value of values('expires')) add(epochMs(value), expires);
  for (const value of values('policy')) add(policyExpiryMs(value), 'cloudfront-policy');
  for (const value of values('se')) add(isoMs(value), 'azure');
  for (const name of ['exp', 'expiry', 'e']) for (const value of values(name)) add(epochMs(value), 'cdn');
  const jwtScheme = url.includes('/storage/v1/object/sign/') ? 'supabase' : 'jwt';
  for (const value of [...params.values()].flat()) {
    add(jwtExpiryMs(value), jwtScheme);
    for (const [, exp] of value.matchAll(/(?:^|~)exp=(\d{10,16})(?=~|$)/g)) add(epochMs(exp), 'akamai');
  }
  for (const segment of (url.split(/[?#]/, 1)[0] ?? '').split('/')) {
    if (segment.startsWith('eyJ')) add(jwtExpiryMs(segment), 'jwt');
  }
  return found;
}

/**
 * When a signed URL dies, Unix ms by the server's clock: the earliest of all instants in it (hardening (c)); one that names
 * none lives the documented hour less 5 minutes. Never throws; never later than issue + 7 days + 5 minutes.
 */
export function readExpiry(url: string, issuedAtMs: number): Expiry {
  const issued = Number.isFinite(issuedAtMs) ? issuedAtMs : 0;
  const [first, ...rest] = findInstants(url);
  if (first === undefined) return { expiresAtMs: issued + hour - 5 * 60_000, scheme: 'unknown' };
  const earliest = rest.reduce((best, next) => (next.expiresAtMs < best.expiresAtMs ? next : best), first);
  return { expiresAtMs: Math.min(earliest.expiresAtMs, issued + longest), scheme: earliest.scheme };
}

const closed = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(net, prefix, 'ipv4');
}
// Only 2000::/3 is public; the rest of the IPv6 space is closed as a whole, and these are the exceptions within.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(net, prefix, 'ipv6');
}
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/**
 * True for an address on the public internet: not private, loopback, link-local, carrier-grade, documentation or multicast,
 * also not behind an IPv4-mapped or 6to4 spelling. For the resolver's answers as well as for literals.
 */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !closed.check(address, 'ipv4');
  return kind === 6 && publicV6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/**
 * Whether a recording may be fetched from here (hardening A26): https on port 443, no user name, no address of a private
 * network. Plain http on this computer is allowed only while the API itself is on this computer. Names still have to be
 * checked after DNS with `isPublicAddress`.
 */
export function isMediaUrlAllowed(url: string, apiBaseUrl: string): boolean {
  const target = URL.parse(url);
  if (target === null || target.username !== '' || target.password !== '') return false;
  const api = URL.parse(apiBaseUrl);
  if (isLoopbackHost(target.hostname)) {
    return /^https?:$/.test(target.protocol) && api !== null && isLoopbackHost(api.hostname);
  }
  if (target.protocol !== 'https:' || target.port !== '') return false;
  const host = target.hostname.replace(/\.$/, '');
  if (host === '' || host === 'localhost' || /\.(?:localhost|local|internal|home\.arpa)$/.test(host)) return false;
  const literal = host.startsWith('[') ? host.slice(1, -1) : host;
  return isIP(literal) === 0 || isPublicAddress(literal);
}

/** A URL fit for a log: origin and path. The query, user name and anything in the path that looks like a token are gone. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return '[not a URL]';
  const path = parsed.pathname
    .split('/')
    .map((part) => (jwtForm.test(part) && part.startsWith('eyJ') ? '[token]' : part.length > 80 ? '[long]' : part))
    .join('/');
  return `${parsed.protocol}//${parsed.host}${path}`;
}
