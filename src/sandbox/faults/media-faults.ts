import { type Reply, takeBytes, textReply, withHeaders } from '../http/reply.ts';
import type { FaultOf, FaultTarget, MediaFault } from './fault.ts';
import type { FaultHooks, FaultMakers, StorageAnswers } from './hooks.ts';

const media: readonly FaultTarget[] = ['media'];

/** Faults of the recording storage. */
export const mediaFaults: FaultMakers<MediaFault> = {
  'range-ignored': { targets: media, make: () => ({ file: (file) => ({ ...file, ignoreRange: true }) }) },
  'wrong-content-range': { targets: media, make: wrongContentRange },
  'changed-etag': { targets: media, make: changedEtag },
  'weak-etag': { targets: media, make: weakEtag },
  'no-etag': { targets: media, make: noEtag },
  'range-not-satisfiable': { targets: media, make: rangeNotSatisfiable },
  'not-audio': { targets: media, make: notAudio },
  'wrong-content-type': { targets: media, make: wrongContentType },
  'media-not-found': { targets: media, make: () => answer((storage) => storage.notFound()) },
  'media-gone': { targets: media, make: () => ({ reply: (_reply, tools) => tools.error(410, 'Gone') }) },
  'media-refused': { targets: media, make: () => answer((storage) => storage.refused()) },
  'media-expired-early': { targets: media, make: () => answer((storage) => storage.expired()) },
  'expire-mid-download': { targets: media, make: expireMidDownload },
};

function answer(choose: (storage: StorageAnswers) => Reply): FaultHooks {
  return { reply: (reply, tools) => (tools.storage ? choose(tools.storage) : reply) };
}

/** Only successful answers carry the headers that these faults falsify. */
function onSuccess(change: (reply: Reply, applied: number) => Reply): FaultHooks {
  return { reply: (reply, tools) => (reply.status < 300 ? change(reply, tools.applied) : reply) };
}

/** Default: the right range moved by one byte, of a file that is one byte longer. */
function wrongContentRange({ value }: FaultOf<'wrong-content-range'>): FaultHooks {
  return onSuccess((reply) => {
    const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(reply.headers['Content-Range'] ?? '') ?? [];
    if (from === undefined) return reply;
    const moved = `bytes ${Number(from) + 1}-${Number(to) + 1}/${Number(total) + 1}`;
    return withHeaders(reply, { 'Content-Range': value ?? moved });
  });
}

function changedEtag(): FaultHooks {
  return onSuccess((reply, applied) => withHeaders(reply, { ETag: `"changed-${applied}"` }));
}

function weakEtag(): FaultHooks {
  return onSuccess((reply) => withHeaders(reply, { ETag: `W/${reply.headers.ETag ?? '"weak"'}` }));
}

function noEtag({ keepLastModified = false }: FaultOf<'no-etag'>): FaultHooks {
  return onSuccess((reply) =>
    withHeaders(reply, { ETag: undefined, ...(keepLastModified ? {} : { 'Last-Modified': undefined }) }),
  );
}

function rangeNotSatisfiable(): FaultHooks {
  return {
    reply: (reply) => {
      const total = /\/(\d+)$/.exec(reply.headers['Content-Range'] ?? '')?.[1] ?? String(reply.body.length);
      return textReply(416, 'text/plain', '', { 'Content-Range': `bytes */${total}` });
    },
  };
}

const impostors: Record<FaultOf<'not-audio'>['as'], readonly [contentType: string, text: string]> = {
  html: ['text/html; charset=utf-8', '<!doctype html><html><body>Maintenance</body></html>'],
  xml: ['application/xml', '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code></Error>'],
  json: ['application/json', '{"statusCode":"429","error":"too_many_requests"}'],
  empty: ['audio/wav', ''],
};

function notAudio({ as }: FaultOf<'not-audio'>): FaultHooks {
  const [contentType, text] = impostors[as];
  return { reply: () => textReply(200, contentType, text) };
}

function wrongContentType({ contentType }: FaultOf<'wrong-content-type'>): FaultHooks {
  return onSuccess((reply) => withHeaders(reply, { 'Content-Type': contentType }));
}

function expireMidDownload({ atByte }: FaultOf<'expire-mid-download'>): FaultHooks {
  return {
    async send(wire, reply, tools) {
      tools.storage?.revokeUrl();
      await wire.head(reply, { 'Content-Length': String(reply.body.length) });
      for await (const chunk of takeBytes(reply.body, atByte)) {
        if (wire.closed) return;
        await wire.write(chunk);
      }
      await wire.reset();
    },
  };
}
