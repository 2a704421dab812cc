import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { jsonReply, type Reply, textReply } from '../../http/reply.ts';
import { cloudFrontBase64, cloudFrontDenied } from './expires-param.ts';
import { type Claim, hmac, objectName, type Signer, sameText, toSeconds, xmlError } from './signer.ts';

const supabaseError = (statusCode: string, error: string, message: string): Reply =>
  jsonReply(400, JSON.stringify({ statusCode, error, message }));

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Supabase storage: a JWT, and every refusal is HTTP 400, even "not found". */
export const supabaseSigner: Signer = {
  name: 'supabase',
  refusesAuthorization: false,
  recognises: (url) => url.pathname.startsWith('/storage/v1/object/sign/'),
  sign({ object, issuedAtMs, expiresAtMs, secret }) {
    const url = `recordings/${object}`;
    const payload = base64url({ url, iat: toSeconds(issuedAtMs), exp: toSeconds(expiresAtMs) });
    const unsigned = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${payload}`;
    const signature = hmac('sha256', secret, unsigned).toString('base64url');
    return `/storage/v1/object/sign/${url}?token=${unsigned}.${signature}`;
  },
  verify(url, secret): Claim | undefined {
    const [head = '', payload = '', signature = ''] = (url.searchParams.get('token') ?? '').split('.');
    if (!sameText(signature, hmac('sha256', secret, `${head}.${payload}`).toString('base64url'))) return undefined;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { url: string; exp: number };
    if (`/storage/v1/object/sign/${claims.url}` !== url.pathname) return undefined;
    return { object: objectName(url), expiresAtMs: claims.exp * 1000 };
  },
  expired: () => supabaseError('400', 'InvalidJWT', '"exp" claim timestamp check failed'),
  badSignature: () => supabaseError('400', 'InvalidJWT', 'signature verification failed'),
  denied: () => supabaseError('403', 'Unauthorized', 'new row violates row-level security policy'),
  notFound: () => supabaseError('404', 'not_found', 'Object not found'),
};

const azureError = (status: number, code: string, message: string, detail?: string): Reply =>
  xmlError(status, code, message, detail ? { AuthenticationErrorDetail: detail } : {}, { 'x-ms-error-code': code });

const azureAuthFailed = (detail: string): Reply =>
  azureError(
    403,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
    detail,
  );

const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Azure shared access signature. */
export const azureSigner: Signer = {
  name: 'azure',
  refusesAuthorization: true,
  recognises: (url) => url.pathname.startsWith('/azure-recordings/'),
  sign({ object, issuedAtMs, expiresAtMs, secret }) {
    const path = `/azure-recordings/${object}`;
    const params = new URLSearchParams({
      sv: '2024-11-04',
      st: isoSeconds(issuedAtMs),
      se: isoSeconds(expiresAtMs),
      sr: 'b',
      sp: 'r',
    });
    params.set('sig', azureSignature(path, params, secret));
    return `${path}?${params}`;
  },
  verify(url, secret): Claim | undefined {
    const { searchParams } = url;
    if (!sameText(searchParams.get('sig') ?? '', azureSignature(url.pathname, searchParams, secret))) return undefined;
    return { object: objectName(url), expiresAtMs: Date.parse(searchParams.get('se') ?? '') };
  },
  expired: ({ expiresAtMs, nowMs }) =>
    azureAuthFailed(
      `Signature not valid in the specified time frame: Expiry [${new Date(expiresAtMs).toUTCString()}] - Current [${new Date(nowMs).toUTCString()}]`,
    ),
  badSignature: () => azureAuthFailed('Signature did not match.'),
  denied: () => azureError(403, 'AuthorizationFailure', 'This request is not authorized to perform this operation.'),
  notFound: () => azureError(404, 'BlobNotFound', 'The specified blob does not exist.'),
};

function azureSignature(path: string, params: URLSearchParams, secret: Buffer): string {
  const fields = ['sp', 'st', 'se', 'sv', 'sr'].map((name) => params.get(name) ?? '');
  return hmac('sha256', secret, [...fields, path].join('\n')).toString('base64');
}

interface Policy {
  Statement: { Resource: string; Condition: { DateLessThan: { 'AWS:EpochTime': number } } }[];
}

/** CloudFront with a custom policy: the expiry is inside base64. */
export const cloudFrontCustomSigner: Signer = {
  name: 'cloudfront-custom',
  refusesAuthorization: false,
  recognises: (url) => url.pathname.startsWith('/cdn-policy/'),
  sign({ object, expiresAtMs, secret, host }) {
    const path = `/cdn-policy/${object}`;
    const policy: Policy = {
      Statement: [
        {
          Resource: `http://${host}${path}`,
          Condition: { DateLessThan: { 'AWS:EpochTime': toSeconds(expiresAtMs) } },
        },
      ],
    };
    const packed = cloudFrontBase64(Buffer.from(JSON.stringify(policy)));
    const signature = cloudFrontBase64(hmac('sha256', secret, packed));
    return `${path}?Policy=${packed}&Signature=${signature}&Key-Pair-Id=KSANDBOX0000000`;
  },
  verify(url, secret, host): Claim | undefined {
    const packed = url.searchParams.get('Policy') ?? '';
    const signature = url.searchParams.get('Signature') ?? '';
    if (!sameText(signature, cloudFrontBase64(hmac('sha256', secret, packed)))) return undefined;
    const plain = packed.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
    const policy = JSON.parse(Buffer.from(plain, 'base64').toString()) as Policy;
    const [statement] = policy.Statement;
    if (statement?.Resource !== `http://${host}${url.pathname}`) return undefined;
    return { object: objectName(url), expiresAtMs: statement.Condition.DateLessThan['AWS:EpochTime'] * 1000 };
  },
  expired: cloudFrontDenied,
  badSignature: cloudFrontDenied,
  denied: cloudFrontDenied,
  notFound: cloudFrontDenied,
};

const forbidden = (): Reply => textReply(403, 'text/plain', 'Forbidden');

/** Some CDN of its own making: `expires` in Unix seconds and a signature. */
export const genericSigner: Signer = {
  name: 'generic',
  refusesAuthorization: false,
  recognises: (url) => url.pathname.startsWith('/media/'),
  sign({ object, expiresAtMs, secret }) {
    const path = `/media/${object}`;
    const expires = String(toSeconds(expiresAtMs));
    return `${path}?expires=${expires}&sig=${hmac('sha256', secret, `${path} ${expires}`).toString('hex')}`;
  },
  verify(url, secret): Claim | undefined {
    const expires = url.searchParams.get('expires') ?? '';
    const expected = hmac('sha256', secret, `${url.pathname} ${expires}`).toString('hex');
    if (!sameText(url.searchParams.get('sig') ?? '', expected)) return undefined;
    return { object: objectName(url), expiresAtMs: Number(expires) * 1000 };
  },
  expired: () => textReply(410, 'text/plain', 'Link expired'),
  badSignature: forbidden,
  denied: forbidden,
  notFound: () => textReply(404, 'text/plain', 'Not found'),
};

/** Nothing in the URL can be read: object and expiry are encrypted in one path segment. */
export const opaqueSigner: Signer = {
  name: 'opaque',
  refusesAuthorization: false,
  recognises: (url) => url.pathname.startsWith('/r/'),
  sign({ object, expiresAtMs, secret }) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', opaqueKey(secret), iv);
    const packed = Buffer.concat([cipher.update(`${expiresAtMs} ${object}`), cipher.final()]);
    return `/r/${Buffer.concat([iv, cipher.getAuthTag(), packed]).toString('base64url')}`;
  },
  verify(url, secret): Claim | undefined {
    const bytes = Buffer.from(url.pathname.slice(3), 'base64url');
    if (bytes.byteLength < 29) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', opaqueKey(secret), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
      const space = text.indexOf(' ');
      return { object: text.slice(space + 1), expiresAtMs: Number(text.slice(0, space)) };
    } catch {
      return undefined;
    }
  },
  expired: forbidden,
  badSignature: forbidden,
  denied: forbidden,
  notFound: () => textReply(404, 'text/plain', 'Not found'),
};

function opaqueKey(secret: Buffer): Buffer {
  return createHash('sha256').update('opaque').update(secret).digest();
}
