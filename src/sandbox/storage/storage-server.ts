import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { FaultSubject } from '../faults/fault-set.ts';
import type { ActiveFault, FileView, StorageAnswers } from '../faults/hooks.ts';
import { deliver } from '../http/deliver.ts';
import type { Handler } from '../http/listen.ts';
import { bytesBody, type Reply, textReply } from '../http/reply.ts';
import { loggedHeaders, loggedQuery, type RequestLog } from '../http/request-log.ts';
import { ifRangeHolds, parseRange } from './range.ts';
import { objectName, xmlError } from './signers/signer.ts';
import type { UrlBook, UrlVerdict } from './url-book.ts';

/** What storage needs of the rest of the sandbox. */
export interface StorageParts {
  readonly calls: LiveCalls;
  readonly log: RequestLog;
  readonly urls: UrlBook;
  now(): number;
  dateMs(): number;
  match(subject: FaultSubject): readonly ActiveFault[];
  pause(): Promise<void>;
}

/** Serves recordings to whoever holds a signed URL that is alive. */
export function createStorageHandler(parts: StorageParts): Handler {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const verdict = parts.urls.judge(url);
    const callId = callIdOf(verdict, url);
    const isOpaque = url.pathname.startsWith('/r/');
    const entry = parts.log.open({
      at: parts.now(),
      kind: verdict.kind === 'unknown' ? 'other' : 'media',
      method: request.method ?? '',
      path: isOpaque ? '/r/[redacted]' : url.pathname,
      query: loggedQuery(url.searchParams),
      callId,
      headers: loggedHeaders(request.headers),
      range: request.headers.range,
      body: undefined,
    });
    await parts.pause();
    const active =
      verdict.kind === 'unknown'
        ? []
        : parts.match({ target: 'media', callIds: callId === undefined ? [] : [callId], page: undefined });
    const reply = answer(parts, request, verdict, active);
    await deliver(
      {
        request,
        response,
        active,
        tools: {
          target: 'media',
          nowMs: parts.now(),
          error: (status, message) => xmlError(status, codes[status] ?? 'Error', message),
          storage: storageAnswers(parts, verdict, url),
        },
        dateMs: parts.dateMs(),
        onStatus: (status) =>
          entry.close(
            status,
            active.map(({ fault }) => fault.kind),
          ),
      },
      reply,
    );
  };
}

const codes: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  410: 'Gone',
  429: 'SlowDown',
  500: 'InternalError',
  503: 'SlowDown',
};

/** A forged URL still names a call in its path, which is good to know in the log and for matching faults. */
function callIdOf(verdict: UrlVerdict, url: URL): string | undefined {
  if (verdict.kind === 'unknown') return undefined;
  if (verdict.kind === 'bad-signature') {
    return verdict.signer.name === 'opaque' ? undefined : withoutExtension(objectName(url));
  }
  return withoutExtension(verdict.claim.object);
}

function withoutExtension(object: string): string {
  const dot = object.lastIndexOf('.');
  return dot < 0 ? object : object.slice(0, dot);
}

function storageAnswers(parts: StorageParts, verdict: UrlVerdict, url: URL): StorageAnswers | undefined {
  if (verdict.kind === 'unknown') return undefined;
  const { signer } = verdict;
  const object = 'claim' in verdict ? verdict.claim.object : objectName(url);
  const nowMs = parts.now();
  return {
    expired: () => signer.expired({ expiresAtMs: nowMs, nowMs }),
    refused: () => signer.denied(),
    notFound: () => signer.notFound(object),
    revokeUrl: () => parts.urls.revoke(url),
  };
}

function answer(
  parts: StorageParts,
  request: IncomingMessage,
  verdict: UrlVerdict,
  active: readonly ActiveFault[],
): Reply {
  if (verdict.kind === 'unknown') return textReply(404, 'text/plain', 'Not found');
  const { signer } = verdict;
  // The method is part of what is signed, so a HEAD on a URL made for GET is a wrong signature.
  if (request.method === 'HEAD') return xmlError(403, 'SignatureDoesNotMatch', 'The request signature does not match.');
  if (request.method !== 'GET') {
    return xmlError(405, 'MethodNotAllowed', 'The specified method is not allowed.', {}, { Allow: 'GET' });
  }
  if (signer.refusesAuthorization && request.headers.authorization !== undefined) {
    return xmlError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
  }
  if (verdict.kind === 'bad-signature') return signer.badSignature();
  const { claim } = verdict;
  const nowMs = parts.now();
  if (verdict.kind === 'expired') {
    return signer.expired({ expiresAtMs: Math.min(claim.expiresAtMs, nowMs), nowMs });
  }
  const callId = withoutExtension(claim.object);
  const presence = parts.calls.current(callId, true)?.recording ?? 'none';
  if (presence === 'gone') return xmlError(410, 'Gone', 'The requested object is no longer available.');
  const stored = presence === 'ready' ? parts.calls.openRecording(callId) : undefined;
  if (!stored) return signer.notFound(claim.object);
  let view: FileView = { ignoreRange: false };
  for (const { hooks } of active) view = hooks.file?.(view) ?? view;
  return fileReply(stored, request, view);
}

function fileReply(
  { source, lastModifiedMs }: NonNullable<ReturnType<LiveCalls['openRecording']>>,
  request: IncomingMessage,
  view: FileView,
): Reply {
  const etag = `"${source.etag}"`;
  const lastModified = new Date(lastModifiedMs).toUTCString();
  const headers = {
    'Content-Type': source.contentType,
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': lastModified,
  };
  const ifRange = request.headers['if-range']?.toString();
  const wanted = !view.ignoreRange && ifRangeHolds(ifRange, etag, lastModified) ? request.headers.range : undefined;
  const range = parseRange(wanted, source.size);
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...headers, 'Content-Type': 'application/xml', 'Content-Range': `bytes */${source.size}` },
      body: bytesBody(Buffer.from('<Error><Code>InvalidRange</Code></Error>')),
    };
  }
  const { start, end } = range === 'whole' ? { start: 0, end: source.size } : range;
  const body = { length: end - start, chunks: () => source.read(start, end) };
  if (range === 'whole') return { status: 200, headers, body };
  return { status: 206, headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${source.size}` }, body };
}
