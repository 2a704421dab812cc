import { latencyStages, type ReportedLatency, type ToolCall, type Turn, type TurnRole } from '#shared/model/turn.ts';
import { isJsonObject, type JsonObject } from './json-text.ts';
import { finite, readFields } from './schemas/fields.ts';
import { invocationFields, resultFields, systemFields } from './schemas/functions.ts';
import { entryFields } from './schemas/v1.ts';

const roles = new Map<string, TurnRole>([
  ['agent', 'agent'],
  ['assistant', 'agent'],
  ['caller', 'caller'],
  ['user', 'caller'],
]);

const latencyFields = Object.fromEntries(['total_perceived_ms', ...latencyStages].map((name) => [name, finite]));

/** The vendor's latency of one turn, ms, negative values included; null when not one number is there. */
function readLatency(source: JsonObject, notes: Set<string>): ReportedLatency | null {
  const read = readFields(latencyFields, source, notes, 'latency_breakdown.');
  const value = (name: string) => (typeof read[name] === 'number' ? read[name] : null);
  const latency: ReportedLatency = {
    total_perceived_ms: value('total_perceived_ms'),
    vad_delay_ms: value('vad_delay_ms'),
    stt_finalize_ms: value('stt_finalize_ms'),
    llm_startup_ms: value('llm_startup_ms'),
    llm_first_sentence_ms: value('llm_first_sentence_ms'),
    tts_synthesis_ms: value('tts_synthesis_ms'),
    send_overhead_ms: value('send_overhead_ms'),
  };
  return Object.values(latency).some((stage) => stage !== null) ? latency : null;
}

function emptyToolCall(entry: number, invocationId: string | null, startMs: number | null): ToolCall {
  return {
    entry,
    invocationId,
    startMs,
    name: 'function',
    method: null,
    url: null,
    requestBody: null,
    headers: null,
    statusCode: null,
    responseBody: null,
    extractedVars: null,
    durationMs: null,
    error: null,
    hasResult: false,
  };
}

/** Puts the halves of tool calls together, in whatever order they come. */
function createToolCalls(notes: Set<string>) {
  const calls: ToolCall[] = [];
  // By id, the tool calls that still lack a half; ids may come again.
  const lacking = { invocation: new Map<string, ToolCall[]>(), result: new Map<string, ToolCall[]>() };
  const take = (half: keyof typeof lacking, id: string | null) =>
    id === null ? undefined : lacking[half].get(id)?.shift();
  const open = (other: keyof typeof lacking, entry: number, id: string | null, startMs: number | null) => {
    const call = emptyToolCall(entry, id, startMs);
    calls.push(call);
    if (id !== null) lacking[other].set(id, [...(lacking[other].get(id) ?? []), call]);
    return call;
  };
  return {
    calls,
    invocation(source: JsonObject, entry: number, outerId: string | null, startMs: number | null): ToolCall {
      const read = readFields(invocationFields, source, notes, 'function_invocation.');
      const id = outerId ?? read.invocation_id;
      const call = take('invocation', id) ?? open('result', entry, id, startMs);
      Object.assign(call, {
        startMs: startMs ?? call.startMs,
        name: read.node_name ?? call.name,
        method: read.method,
        url: read.url,
        requestBody: read.request_body,
        headers: read.headers,
      });
      return call;
    },
    result(
      source: JsonObject,
      entry: number,
      outerId: string | null,
      startMs: number | null,
      own: ToolCall | null,
    ): void {
      const read = readFields(resultFields, source, notes, 'function_result.');
      const id = outerId ?? read.invocation_id;
      const call = own ?? take('result', id) ?? open('invocation', entry, id, startMs);
      Object.assign(call, {
        hasResult: true,
        name: call.name === 'function' ? (read.node_name ?? call.name) : call.name,
        statusCode: read.status_code,
        responseBody: read.response_body,
        extractedVars: read.extracted_vars,
        durationMs: read.duration_ms,
        error: read.error === '' ? null : read.error,
      });
    },
  };
}

/**
 * Reads a transcript of any generation: turns in the order sent, and the tool calls between them. Times are ms from the
 * call's start, null when missing or not a number >= 0. An entry that makes no sense is noted and left out. Never throws.
 */
export function parseTranscript(
  entries: readonly unknown[],
  notes: Set<string>,
): { turns: Turn[]; toolCalls: ToolCall[] } {
  const turns: Turn[] = [];
  const tools = createToolCalls(notes);
  entries.forEach((raw, entry) => {
    const source = typeof raw === 'string' ? { content: raw } : raw;
    if (!isJsonObject(source)) {
      notes.add('transcript[]');
      return;
    }
    const read = readFields(entryFields, source, notes, 'transcript[].');
    const rawRole = read.role ?? '';
    const role = roles.get(rawRole.trim().toLowerCase()) ?? 'other';
    if (role === 'other') {
      const system = readFields(systemFields, source, notes, 'transcript[].');
      const { function_invocation: invocation, function_result: result, invocation_id: id } = system;
      const own = invocation === null ? null : tools.invocation(invocation, entry, id, read.timestamp_ms);
      if (result !== null) tools.result(result, entry, id, read.timestamp_ms, own);
      if (invocation !== null || result !== null) return;
    }
    const latency =
      role === 'agent' && read.latency_breakdown !== null ? readLatency(read.latency_breakdown, notes) : null;
    const total = latency?.total_perceived_ms ?? null;
    turns.push({
      index: turns.length,
      entry,
      role,
      rawRole,
      content: read.content ?? '',
      startMs: read.timestamp_ms,
      endMs: null,
      gender: read.gender,
      latency,
      reportedGapMs: total !== null && total >= 0 ? total : null,
      measuredGapMs: null,
    });
  });
  return { turns, toolCalls: tools.calls };
}
