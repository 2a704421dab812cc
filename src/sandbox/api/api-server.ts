import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { FaultSubject } from '../faults/fault-set.ts';
import type { ActiveFault, ListTools } from '../faults/hooks.ts';
import { deliver } from '../http/deliver.ts';
import { toJsonText } from '../http/json.ts';
import { type Handler, readText } from '../http/listen.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { loggedHeaders, loggedQuery, type RequestLog } from '../http/request-log.ts';
import { findRoute, type Generation, type Route, type ServedCall, toListItem } from './generations.ts';
import { type ListPage, type ListRequest, type ListRules, type Problem, parseListRequest, selectPage } from './list.ts';
import type { RateVerdict } from './rate-limit.ts';

/** What the API needs of the rest of the sandbox. */
export interface ApiParts {
  /** May change while it runs. */
  generation(): Generation;
  readonly calls: LiveCalls;
  readonly log: RequestLog;
  readonly rules: ListRules;
  now(): number;
  /** The `Date` header, which a test may set apart from the clock. */
  dateMs(): number;
  keyState(key: string): 'valid' | 'forbidden' | 'unknown';
  limit(key: string, nowMs: number): RateVerdict;
  match(subject: FaultSubject): readonly ActiveFault[];
  recordingUrl(callId: string): string | null;
  pause(): Promise<void>;
}

interface ApiRequest {
  readonly method: string;
  readonly route: Route | undefined;
  readonly authorization: string | undefined;
  readonly body: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers list and Get requests in the words of one generation. */
export function createApiHandler(parts: ApiParts): Handler {
  const { log } = parts;
  return async (request: IncomingMessage, response: ServerResponse) => {
    const generation = parts.generation();
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const route = findRoute(generation, url.pathname);
    const body = await readText(request);
    const entry = log.open({
      at: parts.now(),
      kind: route?.kind ?? 'other',
      method: request.method ?? '',
      path: url.pathname,
      query: loggedQuery(url.searchParams),
      callId: route?.kind === 'get' ? route.callId : undefined,
      headers: loggedHeaders(request.headers),
      range: request.headers.range,
      body: parsedOrText(body),
    });
    await parts.pause();
    const { authorization } = request.headers;
    const { answer, active } = respond(parts, { method: request.method ?? '', route, authorization, body });
    // Only faults put raw JSON into a value, and looking for it takes longer than writing the page.
    const toText = active.length > 0 ? toJsonText : JSON.stringify;
    const reply = jsonReply(answer.status, toText(answer.value), answer.headers);
    const error = (status: number, message: string): Reply =>
      jsonReply(status, toJsonText(generation.errorBody(message)));
    await deliver(
      {
        request,
        response,
        active,
        tools: { target: route?.kind ?? 'get', nowMs: parts.now(), error, storage: undefined },
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

function respond(parts: ApiParts, request: ApiRequest): { answer: Answer; active: readonly ActiveFault[] } {
  const generation = parts.generation();
  const { route } = request;
  const refuse = (problem: Problem, headers: Record<string, string> = {}): Answer => ({
    status: problem.status,
    value: generation.errorBody(problem.message),
    headers,
  });
  if (!route) return { answer: refuse({ status: 404, message: 'Not found' }), active: [] };

  const access = checkAccess(parts, request, route);
  const work = route.kind === 'list' ? prepareList(parts, request.body) : prepareGet(parts, route.callId);
  // Faults meet refused requests too: a network does not care whether a key was right.
  const active = parts.match(
    access.problem ? { target: route.kind, callIds: work.subject.callIds, page: undefined } : work.subject,
  );
  if (access.problem) return { answer: refuse(access.problem, access.headers), active };
  const outcome = work.finish(active);
  return {
    answer: 'message' in outcome ? refuse(outcome, access.headers) : { ...outcome, headers: access.headers },
    active,
  };
}

function checkAccess(
  parts: ApiParts,
  request: ApiRequest,
  route: Route,
): { problem: Problem | undefined; headers: Record<string, string> } {
  const allowed = route.kind === 'list' ? 'POST' : 'GET';
  if (request.method !== allowed) {
    return { problem: { status: 405, message: 'Method not allowed' }, headers: { Allow: allowed } };
  }
  const key = /^Bearer\s+(\S+)$/i.exec(request.authorization ?? '')?.[1];
  const state = key === undefined ? 'unknown' : parts.keyState(key);
  if (key === undefined || state === 'unknown') {
    return { problem: { status: 401, message: 'Invalid API key' }, headers: {} };
  }
  if (state === 'forbidden') return { problem: { status: 403, message: 'Access denied' }, headers: {} };
  // By the clock of `Date`, so that a client which goes by that finds the resets where they are.
  const verdict = parts.limit(key, parts.dateMs());
  return {
    problem: verdict.allowed ? undefined : { status: 429, message: 'Rate limit exceeded' },
    headers: { ...verdict.headers },
  };
}

interface Work {
  readonly subject: FaultSubject;
  finish(active: readonly ActiveFault[]): { status: 200; value: unknown } | Problem;
}

function prepareGet(parts: ApiParts, callId: string): Work {
  return {
    subject: { target: 'get', callIds: [callId], page: undefined },
    finish(active) {
      const call = serve(parts, callId, false);
      if (!call) return { status: 404, message: 'Call not found' };
      return { status: 200, value: applyToCall(parts.generation().toJson(call), active) };
    },
  };
}

function prepareList(parts: ApiParts, body: string | undefined): Work {
  const { calls, rules } = parts;
  const generation = parts.generation();
  const request: ListRequest | Problem =
    body === undefined ? { status: 413, message: 'Request too large' } : parseListRequest(body, rules);
  if ('message' in request) {
    return { subject: { target: 'list', callIds: [], page: undefined }, finish: () => request };
  }
  const tools: ListTools = {
    request,
    select: (changed) => selectPage(calls, generation, changed, rules),
    shape(id) {
      const call = serve(parts, id, true);
      return call && toListItem(generation, call);
    },
  };
  const selected = tools.select(request);
  const found = 'ids' in selected ? selected : undefined;
  return {
    subject: { target: 'list', callIds: found?.ids ?? [], page: found?.pageNumber },
    finish: (active) => finishList(generation, selected, tools, active),
  };
}

function finishList(
  generation: Generation,
  selected: ListPage | Problem,
  tools: ListTools,
  active: readonly ActiveFault[],
): { status: 200; value: unknown } | Problem {
  let page = selected;
  for (const { hooks } of active) page = hooks.list?.(page, tools) ?? page;
  if (!('ids' in page)) return page;
  let items: readonly unknown[] = page.ids.flatMap((id) => {
    const item = tools.shape(id);
    return item ? [applyToCall(item, active)] : [];
  });
  for (const { hooks } of active) items = hooks.items?.(items, tools) ?? items;
  return { status: 200, value: generation.listBody(items, page.totalCount) };
}

/** Several faults may change one call, as long as it still is an object. */
function applyToCall(json: Record<string, unknown>, active: readonly ActiveFault[]): unknown {
  let call: unknown = json;
  for (const { hooks } of active) {
    if (hooks.call && typeof call === 'object' && call?.constructor === Object) {
      call = hooks.call(call as Record<string, unknown>);
    }
  }
  return call;
}

function serve(parts: ApiParts, callId: string, brief: boolean): ServedCall | undefined {
  const current = parts.calls.current(callId, brief);
  if (!current) return undefined;
  const hasUrl = !brief && current.recording !== 'none' && current.recording !== 'not-yet';
  return {
    ...current.fields,
    start_timestamp: current.startMs,
    recording_url:
      current.recordingUrlOverride !== undefined
        ? current.recordingUrlOverride
        : hasUrl
          ? parts.recordingUrl(callId)
          : null,
  };
}

function parsedOrText(body: string | undefined): unknown {
  if (!body) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
