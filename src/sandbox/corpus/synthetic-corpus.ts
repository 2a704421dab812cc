import { createHash } from 'node:crypto';
import type { CallFields, TranscriptEntry } from '../calls/voicy-call.ts';
import { type Random, randomInt } from '../random.ts';
import type { CallSummary, Corpus, CorpusCall, RecordingSource } from './corpus.ts';
import {
  type CallHead,
  headOf,
  idOf,
  indexOf,
  type PlannedTurn,
  planTurns,
  type SyntheticOptions,
  streamOf,
} from './synthetic-plan.ts';
import { createTopic, sayTurn, summariseTopic, type Topic } from './synthetic-text.ts';
import { type ToneWav, toneWavSource } from './tone-wav.ts';

/** A corpus that is computed call by call: the same options always give the same calls, and nothing is held in memory. */
export function syntheticCorpus(options: SyntheticOptions): Corpus {
  const lastRecorded = indexOfLastRecorded(options);
  const hugeIndex = options.hugeRecordingBytes === undefined ? -1 : firstCompleted(options);
  const hasRecording = (index: number, head: CallHead): boolean =>
    head.isCompleted && (index <= lastRecorded || index === hugeIndex);

  const get = (id: string, brief: boolean): CorpusCall | undefined => {
    const index = indexOf(options, id);
    if (index === undefined) return undefined;
    const head = headOf(options, index);
    return {
      fields: toFields(options, index, head, brief),
      start: { atMs: head.startMs },
      isTest: head.isTest,
      life: {},
      hasRecording: hasRecording(index, head),
      recordingExtension: 'wav',
    };
  };

  return {
    size: options.calls,
    *ids() {
      for (let index = 0; index < options.calls; index++) yield idOf(options, index);
    },
    *summaries() {
      for (let index = options.calls - 1; index >= 0; index--) yield toSummary(headOf(options, index));
    },
    get: (id) => get(id, false),
    getBrief: (id) => get(id, true),
    openRecording(id) {
      const index = indexOf(options, id);
      if (index === undefined) return undefined;
      const head = headOf(options, index);
      if (!hasRecording(index, head)) return undefined;
      return recordingOf(options, index, head, index === hugeIndex ? options.hugeRecordingBytes : undefined);
    },
  };
}

function toSummary(head: CallHead): CallSummary {
  return {
    id: head.id,
    start: { atMs: head.startMs },
    status: head.status,
    direction: head.direction,
    agentId: head.agent.id,
    isTest: head.isTest,
    changes: false,
  };
}

function firstCompleted(options: SyntheticOptions): number {
  for (let index = 0; index < options.calls; index++) if (headOf(options, index).isCompleted) return index;
  return -1;
}

function indexOfLastRecorded({ withRecordings = false, ...options }: SyntheticOptions): number {
  if (typeof withRecordings === 'boolean') return withRecordings ? options.calls : -1;
  let left = withRecordings;
  for (let index = 0; index < options.calls && left > 0; index++) {
    if (headOf(options, index).isCompleted && --left === 0) return index;
  }
  return left === withRecordings ? -1 : options.calls;
}

const account = { id: 'acc00000-5a0d-4b0c-8e1f-000000000001', name: 'Northline Contact Services' };

function toFields(options: SyntheticOptions, index: number, head: CallHead, brief: boolean): CallFields {
  const turns = planTurns(options, index, head);
  const random = streamOf(options, index, 'text');
  const durationMs = head.isCompleted ? (turns.at(-1)?.endMs ?? 0) + 400 : 0;
  const agentNumber = `+1555010${String(head.agent.id.at(-1)).padStart(4, '0')}`;
  const callerNumber = `+1555${String(randomInt(random, 2_000_000, 9_999_999))}`;
  const numbers =
    head.callType === 'web_call'
      ? { from_number: null, to_number: null }
      : head.direction === 'incoming'
        ? { from_number: callerNumber, to_number: agentNumber }
        : { from_number: agentNumber, to_number: callerNumber };
  const fields: CallFields = {
    call_id: head.id,
    call_type: head.callType,
    call_status: head.status,
    agent: { id: head.agent.id, name: head.agent.name, version: head.version },
    account,
    ...numbers,
    direction: head.direction,
    duration_ms: durationMs,
    call_cost: { combined_cost: Math.round(durationMs / 60) / 10_000, currency: 'usd' },
  };
  if (brief) return fields;
  const gender = random() < 0.5 ? 'male' : 'female';
  const topic = createTopic(random, head.agent.language, head.agent.place);
  return {
    ...fields,
    transcript: head.isCompleted ? toTranscript(random, topic, turns, gender) : null,
    detected_gender: head.isCompleted ? gender : null,
    summary: head.isCompleted ? summariseTopic(topic) : null,
    vars_provided: { place: topic.place },
    vars_extracted: head.isCompleted ? { name: topic.name, day: topic.day, time: topic.time } : {},
  };
}

function toTranscript(random: Random, topic: Topic, turns: readonly PlannedTurn[], gender: string): TranscriptEntry[] {
  const entries: TranscriptEntry[] = [];
  for (const [i, turn] of turns.entries()) {
    const position = i === 0 ? 'first' : i >= turns.length - 2 ? 'last' : 'middle';
    const content = sayTurn(random, topic, turn.role, turn.sentences, position);
    const entry: TranscriptEntry = { role: turn.role, content, timestamp_ms: turn.startMs };
    if (turn.role === 'caller') entry.gender = gender;
    if (turn.latency) entry.latency_breakdown = turn.latency;
    entries.push(entry);
    if (turn.role === 'caller' && random() < 0.06) entries.push(...toolCall(random, topic, turn.endMs));
  }
  return entries;
}

/** A function that the agent called while the caller waited. */
function toolCall(random: Random, topic: Topic, atMs: number): TranscriptEntry[] {
  const invocation_id = `inv_${randomInt(random, 100_000, 999_999)}`;
  const durationMs = randomInt(random, 80, 900);
  const failed = random() < 0.15;
  return [
    {
      role: 'system',
      timestamp_ms: atMs,
      invocation_id,
      function_invocation: {
        node_name: 'lookup_slot',
        method: 'POST',
        url: 'https://booking.example/slots',
        request_body: { day: topic.day, time: topic.time },
        headers: { authorization: '[REDACTED]' },
      },
    },
    {
      role: 'system',
      timestamp_ms: atMs + durationMs,
      invocation_id,
      function_result: {
        node_name: 'lookup_slot',
        status_code: failed ? 503 : 200,
        response_body: failed ? 'unavailable' : { free: true },
        extracted_vars: failed ? {} : { slot: topic.time },
        duration_ms: durationMs,
        ...(failed ? { error: 'non_2xx' } : {}),
      },
    },
  ];
}

function recordingOf(
  options: SyntheticOptions,
  index: number,
  head: CallHead,
  hugeBytes: number | undefined,
): RecordingSource {
  const segments = planTurns(options, index, head);
  const durationMs = (segments.at(-1)?.endMs ?? 0) + 400;
  const wav: Omit<ToneWav, 'etag'> =
    hugeBytes === undefined
      ? {
          codec: index % 2 === 0 ? 'mulaw' : 'pcm16',
          channels: index % 3 === 0 ? 1 : 2,
          sampleRate: 8000,
          durationMs,
          segments,
        }
      : { codec: 'pcm16', channels: 2, sampleRate: 8000, durationMs: Math.round(hugeBytes / 32), segments };
  // The samples follow from these values alone, so the tag does too; hashing 2 GB of tones would add nothing.
  const etag = createHash('sha256').update(JSON.stringify(wav)).digest('hex').slice(0, 32);
  return toneWavSource({ ...wav, etag });
}
