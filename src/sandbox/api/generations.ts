import type { CallFields, TranscriptEntry } from '../calls/voicy-call.ts';
import { hash32 } from '../random.ts';

/** A release of the vendor's API. */
export type GenerationName = 'v1' | 'functions' | 'legacy';

/** A call's JSON as it goes out; faults may put anything into it. */
export type CallJson = Record<string, unknown>;

/** A call with the two fields that depend on the server. */
export type ServedCall = CallFields & { start_timestamp: number; recording_url: string | null };

/** What differs between releases of the API. */
export interface Generation {
  readonly name: GenerationName;
  /** The documented base URL is the origin followed by this. */
  readonly basePath: string;
  readonly listPaths: readonly string[];
  readonly getPrefixes: readonly string[];
  toJson(call: ServedCall): CallJson;
  readonly detailFields: readonly string[];
  /** Names used in answers and in filters. */
  statusName(status: string): string;
  directionName(direction: string): string;
  listBody(items: readonly unknown[], totalCount: number): unknown;
  errorBody(message: string): unknown;
}

const detailFields = [
  'transcript',
  'summary',
  'recording_url',
  'detected_gender',
  'vars_provided',
  'vars_extracted',
  'vars_collected',
];

const legacyStatuses: Record<string, string> = {
  ongoing: 'in_progress',
  user_hangup: 'ended',
  agent_hangup: 'ended',
  inactivity: 'ended',
  error_inactivity: 'ended',
  busy: 'error',
  no_answer: 'error',
  error: 'error',
  canceled: 'error',
};

const legacyDirections: Record<string, string> = { incoming: 'inbound', outgoing: 'outbound' };

const same = (name: string): string => name;

const v1: Generation = {
  name: 'v1',
  basePath: '',
  listPaths: ['/v1/list-calls'],
  getPrefixes: ['/v1/get-call/'],
  toJson: (call) => call,
  detailFields,
  statusName: same,
  directionName: same,
  listBody: (items) => items,
  errorBody: (message) => ({ error: message }),
};

const functions: Generation = {
  name: 'functions',
  basePath: '/functions/v1',
  listPaths: ['/functions/v1/call-list', '/v1/call-list'],
  getPrefixes: ['/functions/v1/call-get/', '/v1/call-get/'],
  toJson(call) {
    const { account: _account, call_cost: _cost, agent, transcript, ...kept } = call;
    return {
      ...kept,
      agent: agent ? functionsAgent(agent) : null,
      transcript: transcript?.map(withoutV1Fields) ?? null,
      vars_collected: call.vars_collected ?? { ...call.vars_provided, ...call.vars_extracted },
    };
  },
  detailFields,
  statusName: same,
  directionName: same,
  listBody: (items, totalCount) => ({ calls: items, total_count: totalCount }),
  errorBody: (message) => ({ status: 'error', message }),
};

/** "`id` may be missing": it is, for every other agent, so that a client meets both within one account. */
function functionsAgent(agent: NonNullable<CallFields['agent']>): CallJson {
  const { id, ...rest } = agent;
  return id !== undefined && hash32(id) % 2 === 0 ? { id, ...rest } : rest;
}

function withoutV1Fields(entry: TranscriptEntry): CallJson {
  const { latency_breakdown: _latency, gender: _gender, ...kept } = entry;
  return kept;
}

const legacy: Generation = {
  name: 'legacy',
  basePath: '',
  listPaths: ['/v1/list-calls'],
  getPrefixes: ['/v1/get-call/'],
  toJson(call) {
    const {
      agent,
      account: _account,
      detected_gender: _gender,
      transcript,
      vars_provided,
      vars_extracted,
      vars_collected,
      call_status,
      direction,
      ...kept
    } = call;
    const spoken = transcript?.filter((entry) => entry.role !== 'system') ?? null;
    const status = legacy.statusName(call_status ?? '');
    return {
      ...kept,
      agent_id: agent?.id ?? null,
      call_status: status,
      disconnection_reason: status === 'ended' || status === 'error' ? call_status : null,
      direction: direction === undefined ? undefined : legacy.directionName(direction),
      transcript:
        spoken?.map((entry) => `${legacyRole(entry) === 'agent' ? 'Agent' : 'User'}: ${entry.content}`).join('\n') ??
        null,
      transcript_object: spoken?.map((entry) => ({ role: legacyRole(entry), content: entry.content })) ?? null,
      metadata: { ...vars_provided, ...vars_extracted, ...vars_collected },
    };
  },
  detailFields: [...detailFields, 'transcript_object', 'metadata'],
  statusName: (status) => legacyStatuses[status] ?? status,
  directionName: (direction) => legacyDirections[direction] ?? direction,
  listBody: (items) => items,
  errorBody: (message) => ({ error: message }),
};

function legacyRole(entry: TranscriptEntry): string {
  return entry.role === 'caller' ? 'user' : entry.role;
}

/** The three releases. */
export const generations: Readonly<Record<GenerationName, Generation>> = { v1, functions, legacy };

/** A call as a list shows it: without the fields that need a Get. */
export function toListItem(generation: Generation, call: ServedCall): CallJson {
  const item = { ...generation.toJson(call) };
  for (const field of generation.detailFields) delete item[field];
  return item;
}

/** An endpoint of the API. */
export type Route = { readonly kind: 'list' } | { readonly kind: 'get'; readonly callId: string };

/** The endpoint that a path names, whatever the method. */
export function findRoute(generation: Generation, path: string): Route | undefined {
  if (generation.listPaths.includes(path)) return { kind: 'list' };
  for (const prefix of generation.getPrefixes) {
    const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    if (rest !== '' && !rest.includes('/')) return { kind: 'get', callId: decoded(rest) };
  }
  return undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
