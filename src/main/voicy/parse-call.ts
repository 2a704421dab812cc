import { type Direction, statusGroupOf } from '#shared/model/call.ts';
import type { Generation } from '#shared/model/connection.ts';
import type { Turn } from '#shared/model/turn.ts';
import { isJsonObject, type JsonObject, rawNumberText } from './json-text.ts';
import { parseTranscript } from './parse-transcript.ts';
import { agentFields, commonFields } from './schemas/common.ts';
import { asText, type Fields, readFields } from './schemas/fields.ts';
import { functionsFields, functionsLate } from './schemas/functions.ts';
import { legacyFields, legacyLate, looksLegacy } from './schemas/legacy.ts';
import { accountFields, costFields, v1Fields, v1Late } from './schemas/v1.ts';
import type { CallSummary, LateField, ParsedCall } from './types.ts';

/** All generations' fields together: a field is read wherever it turns up. */
export const callFields = { ...commonFields, ...v1Fields, ...functionsFields, ...legacyFields };
type WireCall = Fields<typeof callFields>;

/** Why a row cannot be kept as a call. `id` is what stands there, when it is something to show. */
export interface Unreadable {
  ok: false;
  id: string | null;
  reason: string;
}

/** `notes` = names of fields with a wrong type. `recordingUrl` is the signed URL, for memory only. */
export type CallRead = { ok: true; call: ParsedCall; notes: Set<string>; recordingUrl: string | null } | Unreadable;

export type SummaryRead = { ok: true; summary: CallSummary; notes: Set<string> } | Unreadable;

/** Ids go into paths and keys: 1-200 characters, none of them a control character, and not a dot path. */
export function isUsableId(id: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return id.length >= 1 && id.length <= 200 && id !== '.' && id !== '..' && !/[\u0000-\u001f\u007f]/.test(id);
}

function readId(source: JsonObject): { ok: true; id: string } | Unreadable {
  const value = Object.hasOwn(source, 'call_id') ? source.call_id : undefined;
  if (value === undefined || value === null) return { ok: false, id: null, reason: 'It has no call_id.' };
  if (typeof value === 'string') {
    if (isUsableId(value)) return { ok: true, id: value };
    return { ok: false, id: null, reason: 'Its call_id is empty, too long or has control characters.' };
  }
  const digits = rawNumberText(value) ?? (typeof value === 'number' ? asText(value) : null);
  if (digits === null) return { ok: false, id: null, reason: 'Its call_id is not text.' };
  return { ok: false, id: digits.slice(0, 200), reason: `Its call_id is the number ${digits.slice(0, 40)}, not text.` };
}

const directions = new Map<string, Direction>([
  ['incoming', 'incoming'],
  ['inbound', 'incoming'],
  ['outgoing', 'outgoing'],
  ['outbound', 'outgoing'],
]);

function toSummary(id: string, wire: WireCall, notes: Set<string>): CallSummary {
  const agent = wire.agent === null ? null : readFields(agentFields, wire.agent, notes, 'agent.');
  const direction = directions.get(wire.direction ?? '') ?? null;
  const status = wire.call_status ?? 'unknown';
  const caller = { incoming: wire.from_number, outgoing: wire.to_number };
  return {
    id,
    startMs: wire.start_timestamp,
    durationMs: wire.duration_ms,
    agentId: agent?.id ?? wire.agent_id,
    agentName: agent?.name ?? wire.agent_name,
    agentVersion: agent?.version ?? wire.agent_version,
    status,
    statusGroup: statusGroupOf(status),
    direction,
    callType: wire.call_type,
    fromNumber: wire.from_number,
    toNumber: wire.to_number,
    callerNumber: direction === null ? null : caller[direction],
  };
}

const documented: ReadonlySet<string> = new Set(['call_id', ...Object.keys(callFields)]);

/** Fields that no generation documents are kept in the raw JSON; their names are for the log, since they may be drift. */
function noteUnknown(source: JsonObject, notes: Set<string>): void {
  for (const name of Object.keys(source)) if (!documented.has(name)) notes.add(`${name.slice(0, 60)} (unknown)`);
}

/** Which dialect of the shared path a call speaks; null when the call does not say. */
export function dialectOf(value: unknown): 'v1' | 'legacy' | null {
  if (!isJsonObject(value)) return null;
  const legacy = looksLegacy(value);
  return legacy === null ? null : legacy ? 'legacy' : 'v1';
}

/** Reads one row of a list page. Never throws. */
export function parseSummary(value: unknown): SummaryRead {
  if (!isJsonObject(value)) return { ok: false, id: null, reason: 'It is not an object.' };
  const id = readId(value);
  if (!id.ok) return id;
  const notes = new Set<string>();
  return { ok: true, summary: toSummary(id.id, readFields(callFields, value, notes), notes), notes };
}

function readCost(wire: WireCall, notes: Set<string>): ParsedCall['cost'] {
  if (wire.call_cost === null) return null;
  if (typeof wire.call_cost === 'number') return { amount: wire.call_cost, currency: null };
  const cost = readFields(costFields, wire.call_cost, notes, 'call_cost.');
  return cost.combined_cost === null ? null : { amount: cost.combined_cost, currency: cost.currency };
}

/** Whether the vendor may still add something: the call is over and was a conversation at all. */
function mayGrow(call: CallSummary): boolean {
  if (call.statusGroup === 'completed') return true;
  return call.statusGroup !== 'in-progress' && (call.durationMs ?? 0) > 0;
}

function lateFieldsOf(generation: Generation, source: JsonObject): readonly LateField[] {
  if (generation === 'legacy') return legacyLate(source);
  return generation === 'functions' ? functionsLate : v1Late;
}

/** Median (mean of the middle two when even) and largest of the agent turns' reported gaps, ms. */
function latencyOf(turns: readonly Turn[]): Pick<ParsedCall, 'medianLatencyMs' | 'worstLatencyMs'> {
  const gaps = turns
    .flatMap((turn) => (turn.role === 'agent' && turn.reportedGapMs !== null ? [turn.reportedGapMs] : []))
    .sort((a, b) => a - b);
  const low = gaps[Math.floor((gaps.length - 1) / 2)];
  const high = gaps[Math.floor(gaps.length / 2)];
  const median = low === undefined || high === undefined ? null : (low + high) / 2;
  return { medianLatencyMs: median, worstLatencyMs: gaps.at(-1) ?? null };
}

function readTranscript(wire: WireCall, notes: Set<string>) {
  const sent = wire.transcript;
  const entries = wire.transcript_object ?? (Array.isArray(sent) ? sent : []);
  const { turns, toolCalls } = parseTranscript(entries, notes);
  const transcriptText = typeof sent === 'string' ? sent : null;
  const spoken = turns.length > 0 || toolCalls.length > 0;
  const transcriptKind: ParsedCall['transcriptKind'] = spoken ? 'turns' : transcriptText === null ? 'none' : 'text';
  return { turns, toolCalls, transcriptText, transcriptKind, ...latencyOf(turns) };
}

/**
 * Reads a whole call of any generation into our terms. Wrong types cost only their own field; only an unusable id makes the
 * call unreadable. `missing` follows the generation. Never throws.
 */
export function parseCall(value: unknown, generation: Generation): CallRead {
  if (!isJsonObject(value)) return { ok: false, id: null, reason: 'It is not an object.' };
  const id = readId(value);
  if (!id.ok) return id;
  const notes = new Set<string>();
  noteUnknown(value, notes);
  const wire = readFields(callFields, value, notes);
  const summary = toSummary(id.id, wire, notes);
  const account = wire.account === null ? null : readFields(accountFields, wire.account, notes, 'account.');
  const recordingUrl = wire.recording_url !== null && URL.canParse(wire.recording_url) ? wire.recording_url : null;
  if (recordingUrl === null && wire.recording_url !== null) notes.add('recording_url');
  const cost = readCost(wire, notes);
  const present: Record<LateField, boolean> = {
    summary: wire.summary !== null,
    cost: cost !== null,
    extracted: wire.vars_extracted !== null,
    recording: recordingUrl !== null,
  };
  const call: ParsedCall = {
    ...summary,
    summary: wire.summary,
    detectedGender: wire.detected_gender,
    accountName: account?.name ?? null,
    cost,
    disconnectionReason: wire.disconnection_reason,
    varsProvided: wire.vars_provided,
    varsExtracted: wire.vars_extracted,
    varsCollected: wire.vars_collected ?? wire.metadata,
    ...readTranscript(wire, notes),
    missing: mayGrow(summary) ? lateFieldsOf(generation, value).filter((field) => !present[field]) : [],
  };
  return { ok: true, call, notes, recordingUrl };
}
