import { createHash } from 'node:crypto';
import type { CallFields } from '../calls/voicy-call.ts';
import { bytesSource, type CallLife, type Corpus, type CorpusCall, extensionOf, summarise } from './corpus.ts';
import { type GeneratedWav, generatedWavSource } from './generated-wav.ts';

/** A call that a test writes down; only the id and the start are needed, the rest has plain defaults. */
export interface LiteralCall {
  readonly call: CallFields & { start_timestamp: number };
  readonly recording?:
    | { readonly bytes: Uint8Array; readonly contentType?: string }
    /** A WAV file of any size that nobody holds in memory. */
    | { readonly generator: GeneratedWav; readonly contentType?: undefined }
    | null;
  readonly isTest?: boolean;
  readonly life?: CallLife;
}

/** A corpus of calls given directly. */
export function literalCorpus(calls: readonly LiteralCall[]): Corpus {
  const entries = new Map(calls.map((literal) => [literal.call.call_id, { literal, call: literalCall(literal) }]));
  const sorted = [...entries.values()].sort((a, b) => a.literal.call.start_timestamp - b.literal.call.start_timestamp);
  return {
    size: entries.size,
    ids: () => entries.keys(),
    summaries: () => sorted.map((entry) => summarise(entry.call)),
    get: (id) => entries.get(id)?.call,
    getBrief: (id) => entries.get(id)?.call,
    openRecording(id) {
      const recording = entries.get(id)?.literal.recording;
      if (!recording) return undefined;
      if ('generator' in recording) return generatedWavSource(recording.generator);
      return bytesSource(recording.bytes, recording.contentType ?? 'audio/wav', contentTag(recording.bytes));
    },
  };
}

/** A literal call with its defaults filled in. */
export function literalCall(literal: LiteralCall): CorpusCall {
  const { start_timestamp, recording_url: _unused, ...given } = literal.call;
  const fields: CallFields = {
    call_type: 'phone_call',
    call_status: 'user_hangup',
    agent: { id: '00000000-0000-4000-8000-00000000a9e7', name: 'Test agent', version: 1 },
    account: { id: '00000000-0000-4000-8000-0000000acc00', name: 'Sandbox' },
    from_number: '+15550100001',
    to_number: '+15550100002',
    direction: 'incoming',
    duration_ms: 60_000,
    transcript: [],
    detected_gender: null,
    summary: 'A call.',
    call_cost: { combined_cost: 0.12, currency: 'usd' },
    vars_provided: {},
    vars_extracted: {},
    ...given,
  };
  return {
    fields,
    start: { atMs: start_timestamp },
    isTest: literal.isTest ?? false,
    life: literal.life ?? {},
    hasRecording: Boolean(literal.recording),
    recordingExtension: extensionOf(literal.recording?.contentType ?? 'audio/wav'),
  };
}

/** Entity tag of some bytes, without quotes. */
export function contentTag(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
