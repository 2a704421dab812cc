import {
  type Claim,
  hmac,
  objectName,
  type Signer,
  type SignerName,
  type SignInput,
  sameText,
  toSeconds,
  xmlError,
} from './signer.ts';

/** What differs between the schemes that carry `Expires=` in Unix seconds. */
interface Dialect {
  readonly name: SignerName;
  readonly pathPrefix: string;
  readonly fixedParams: Readonly<Record<string, string>>;
  readonly algorithm: 'sha1' | 'sha256';
  encode(signature: Buffer): string;
  readonly expired: Signer['expired'];
  readonly badSignature: Signer['badSignature'];
  readonly notFound: Signer['notFound'];
  readonly refusesAuthorization: boolean;
}

const base64 = (signature: Buffer): string => signature.toString('base64');

/** CloudFront's alphabet: `+ = /` become `- _ ~`. */
export function cloudFrontBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
}

/** CloudFront never says why. */
export function cloudFrontDenied(): ReturnType<Signer['denied']> {
  return xmlError(403, 'AccessDenied', 'Access denied');
}

const noSuchKey: Signer['notFound'] = (object) =>
  xmlError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: object });
const mismatch = (): ReturnType<Signer['denied']> =>
  xmlError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  );

const dialects: readonly Dialect[] = [
  {
    name: 's3v2',
    pathPrefix: '/s3v2-recordings/',
    fixedParams: { AWSAccessKeyId: 'AKIASANDBOX000000000' },
    algorithm: 'sha1',
    encode: base64,
    expired: ({ expiresAtMs, nowMs }) =>
      xmlError(403, 'AccessDenied', 'Request has expired', {
        Expires: new Date(expiresAtMs).toISOString(),
        ServerTime: new Date(nowMs).toISOString(),
      }),
    badSignature: mismatch,
    notFound: noSuchKey,
    refusesAuthorization: true,
  },
  {
    name: 'gcs-v2',
    pathPrefix: '/gcs-v2-recordings/',
    fixedParams: { GoogleAccessId: 'sandbox@voicy.iam.gserviceaccount.com' },
    algorithm: 'sha256',
    encode: base64,
    expired: ({ expiresAtMs }) =>
      xmlError(400, 'ExpiredToken', 'The provided token has expired.', {
        Details: `Request has expired: ${toSeconds(expiresAtMs)}`,
      }),
    badSignature: mismatch,
    notFound: noSuchKey,
    refusesAuthorization: true,
  },
  {
    name: 'cloudfront',
    pathPrefix: '/cdn/',
    fixedParams: { 'Key-Pair-Id': 'KSANDBOX0000000' },
    algorithm: 'sha256',
    encode: cloudFrontBase64,
    expired: cloudFrontDenied,
    badSignature: cloudFrontDenied,
    notFound: cloudFrontDenied,
    refusesAuthorization: false,
  },
];

/** S3 SigV2, Google V2 and CloudFront's canned policy. */
export const expiresParamSigners: readonly Signer[] = dialects.map(createSigner);

function createSigner(dialect: Dialect): Signer {
  const signatureOf = (path: string, expires: string, secret: Buffer): string =>
    dialect.encode(hmac(dialect.algorithm, secret, `GET\n\n\n${expires}\n${path}`));
  return {
    name: dialect.name,
    refusesAuthorization: dialect.refusesAuthorization,
    recognises: (url) => url.pathname.startsWith(dialect.pathPrefix),
    sign({ object, expiresAtMs, secret }: SignInput) {
      const path = `${dialect.pathPrefix}${object}`;
      const expires = String(toSeconds(expiresAtMs));
      const params = { ...dialect.fixedParams, Expires: expires, Signature: signatureOf(path, expires, secret) };
      return `${path}?${new URLSearchParams(params)}`;
    },
    verify(url, secret): Claim | undefined {
      const expires = url.searchParams.get('Expires') ?? '';
      const signature = url.searchParams.get('Signature') ?? '';
      if (!sameText(signature, signatureOf(url.pathname, expires, secret))) return undefined;
      return { object: objectName(url), expiresAtMs: Number(expires) * 1000 };
    },
    expired: dialect.expired,
    badSignature: dialect.badSignature,
    denied: cloudFrontDenied,
    notFound: dialect.notFound,
  };
}
