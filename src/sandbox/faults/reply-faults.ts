import { bytesBody, textReply, withHeaders } from '../http/reply.ts';
import type { FaultOf, FaultTarget, ReplyFault, RetryAfter } from './fault.ts';
import type { FaultHooks, FaultMakers } from './hooks.ts';

const everywhere: readonly FaultTarget[] = ['list', 'get', 'media'];

/** Faults that answer something else. */
export const replyFaults: FaultMakers<ReplyFault> = {
  status: { targets: everywhere, make: status },
  'rate-limit-storm': { targets: ['list', 'get'], make: rateLimitStorm },
  'captive-portal': { targets: everywhere, make: captivePortal },
  redirect: { targets: everywhere, make: redirect },
};

const messages: Record<number, string> = {
  400: 'Bad request',
  401: 'Invalid API key',
  403: 'Access denied',
  404: 'Call not found',
  408: 'Request timeout',
  410: 'Gone',
  429: 'Rate limit exceeded',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};

function retryAfterText(retryAfter: RetryAfter, nowMs: number): string {
  if ('seconds' in retryAfter) return String(retryAfter.seconds);
  if ('dateInMs' in retryAfter) return new Date(nowMs + retryAfter.dateInMs).toUTCString();
  return retryAfter.raw;
}

function status(fault: FaultOf<'status'>): FaultHooks {
  return {
    reply(reply, tools) {
      const error = tools.error(fault.status, messages[fault.status] ?? `Error ${fault.status}`);
      const answer = fault.body === undefined ? error : { ...error, body: bytesBody(Buffer.from(fault.body)) };
      return withHeaders(answer, {
        ...rateHeaders(reply.headers),
        ...fault.headers,
        ...(fault.retryAfter ? { 'Retry-After': retryAfterText(fault.retryAfter, tools.nowMs) } : {}),
      });
    },
  };
}

function rateHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('X-RateLimit-')));
}

function rateLimitStorm({ resetInMs = 1000, retryAfter }: FaultOf<'rate-limit-storm'>): FaultHooks {
  return {
    reply(reply, tools) {
      return withHeaders(tools.error(429, 'Rate limit exceeded'), {
        ...rateHeaders(reply.headers),
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': String(Math.ceil((tools.nowMs + resetInMs) / 1000)),
        'Retry-After': retryAfter && retryAfterText(retryAfter, tools.nowMs),
      });
    },
  };
}

const portalPage =
  '<!doctype html><html><head><title>Sign in to Guest Wi-Fi</title></head><body>Accept the terms.</body></html>';

function captivePortal({ as, to = 'http://captive.invalid/login' }: FaultOf<'captive-portal'>): FaultHooks {
  return {
    reply: () =>
      as === 'page'
        ? textReply(200, 'text/html; charset=utf-8', portalPage)
        : textReply(302, 'text/html; charset=utf-8', portalPage, { Location: to }),
  };
}

function redirect({ to, status: code = 302 }: FaultOf<'redirect'>): FaultHooks {
  return { reply: () => textReply(code, 'text/plain', 'Moved', { Location: to }) };
}
