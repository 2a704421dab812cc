import { createHash } from 'node:crypto';
import {
  compactDate,
  fromCompactDate,
  hmac,
  objectName,
  type Signer,
  type SignInput,
  sameText,
  toSeconds,
  xmlError,
} from './signer.ts';

/** What differs between the vendors that sign the AWS way. */
interface Dialect {
  readonly name: 's3' | 'r2' | 'gcs';
  readonly prefix: 'X-Amz' | 'X-Goog';
  readonly algorithm: string;
  readonly keyPrefix: string;
  readonly scope: string;
  readonly accessKey: string;
  readonly pathPrefix: string;
  readonly expired: Signer['expired'];
}

const time = (ms: number): string => new Date(ms).toISOString().replace('.000', '');

const dialects: readonly Dialect[] = [
  {
    name: 's3',
    prefix: 'X-Amz',
    algorithm: 'AWS4-HMAC-SHA256',
    keyPrefix: 'AWS4',
    scope: 'eu-central-1/s3/aws4_request',
    accessKey: 'AKIASANDBOX000000000',
    pathPrefix: '/voicy-recordings/',
    expired: ({ expiresAtMs, nowMs }) =>
      xmlError(403, 'AccessDenied', 'Request has expired', {
        Expires: time(expiresAtMs),
        ServerTime: time(nowMs),
        RequestId: 'SANDBOX',
      }),
  },
  {
    name: 'r2',
    prefix: 'X-Amz',
    algorithm: 'AWS4-HMAC-SHA256',
    keyPrefix: 'AWS4',
    scope: 'auto/s3/aws4_request',
    accessKey: '5a4d0b0cf1e64b5c9d2f6a7b8c9d0e1f',
    pathPrefix: '/r2-recordings/',
    expired: () => xmlError(403, 'ExpiredRequest', 'Request has expired'),
  },
  {
    name: 'gcs',
    prefix: 'X-Goog',
    algorithm: 'GOOG4-HMAC-SHA256',
    keyPrefix: 'GOOG4',
    scope: 'auto/storage/goog4_request',
    accessKey: 'GOOG1ESANDBOX',
    pathPrefix: '/gcs-recordings/',
    expired: ({ expiresAtMs }) =>
      xmlError(400, 'ExpiredToken', 'Invalid argument.', {
        Details: `The provided token has expired. Request signature expired at: ${time(expiresAtMs)}`,
      }),
  },
];

/** S3, R2 and Google Cloud Storage V4, with the real algorithm. */
export const sigV4Signers: readonly Signer[] = dialects.map(createSigner);

function createSigner(dialect: Dialect): Signer {
  const signatureParam = `${dialect.prefix}-Signature`;
  const isGoogle = dialect.prefix === 'X-Goog';
  return {
    name: dialect.name,
    refusesAuthorization: true,
    recognises: (url) => url.pathname.startsWith(dialect.pathPrefix),
    sign({ object, issuedAtMs, expiresAtMs, secret, host }: SignInput) {
      const date = compactDate(issuedAtMs);
      const lifetime = Math.max(1, toSeconds(expiresAtMs - toSeconds(issuedAtMs) * 1000));
      const params = new URLSearchParams({
        [`${dialect.prefix}-Algorithm`]: dialect.algorithm,
        [`${dialect.prefix}-Credential`]: `${dialect.accessKey}/${date.slice(0, 8)}/${dialect.scope}`,
        [`${dialect.prefix}-Date`]: date,
        [`${dialect.prefix}-Expires`]: String(lifetime),
        [`${dialect.prefix}-SignedHeaders`]: 'host',
      });
      const path = `${dialect.pathPrefix}${object}`;
      params.set(signatureParam, signatureOf(dialect, path, params, secret, host));
      return `${path}?${params}`;
    },
    verify(url, secret, host) {
      const signature = url.searchParams.get(signatureParam) ?? '';
      if (!sameText(signature, signatureOf(dialect, url.pathname, url.searchParams, secret, host))) return undefined;
      const issuedAtMs = fromCompactDate(url.searchParams.get(`${dialect.prefix}-Date`) ?? '');
      const expires = Number(url.searchParams.get(`${dialect.prefix}-Expires`));
      return { object: objectName(url), expiresAtMs: issuedAtMs + expires * 1000 };
    },
    expired: dialect.expired,
    badSignature: () =>
      xmlError(
        403,
        'SignatureDoesNotMatch',
        isGoogle
          ? 'Access denied.'
          : 'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      ),
    denied: () => xmlError(403, 'AccessDenied', isGoogle ? 'Access denied.' : 'Access Denied'),
    notFound: (object) => xmlError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: object }),
  };
}

function signatureOf(dialect: Dialect, path: string, params: URLSearchParams, secret: Buffer, host: string): string {
  const unsigned = [...params].filter(([name]) => name !== `${dialect.prefix}-Signature`);
  const query = unsigned
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = ['GET', path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const date = params.get(`${dialect.prefix}-Date`) ?? '';
  const scope = `${date.slice(0, 8)}/${dialect.scope}`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const toSign = [dialect.algorithm, date, scope, digest].join('\n');
  let key: Buffer = Buffer.from(`${dialect.keyPrefix}${secret.toString('hex')}`);
  for (const part of scope.split('/')) key = hmac('sha256', key, part);
  return hmac('sha256', key, toSign).toString('hex');
}
