import type { CallRow } from '../../../model/call.ts';
import type { ExchangeAnnotation, ExchangeCall } from '../../../model/review/exchange.ts';
import type { Turn } from '../../../model/turn.ts';
import { timingOf } from '../../../testing/timing.ts';

const row: CallRow = {
  id: 'call-1',
  startMs: Date.UTC(2026, 10, 14, 9, 12),
  durationMs: 60_000,
  agentId: 'agent-1',
  agentName: 'Scheduler',
  agentVersion: '7',
  status: 'user_hangup',
  statusGroup: 'completed',
  direction: 'incoming',
  callType: null,
  fromNumber: '+49301234567',
  toNumber: null,
  callerNumber: '+49301234567',
  turnCount: 2,
  medianLatencyMs: 1200,
  worstLatencyMs: 1500,
  detailState: 'ready',
  recordingState: 'ready',
  measures: null,
  review: { state: 'new', reviewer: null },
};

/** An annotation of a test: what is said of it, the rest empty. */
export function annotationOf(
  id: string,
  { fields, ...part }: Partial<Omit<ExchangeAnnotation, 'fields'>> & { fields?: Partial<ExchangeAnnotation['fields']> },
): ExchangeAnnotation {
  return {
    id,
    author: 'ana',
    authorName: 'Ana',
    createdMs: Date.UTC(2026, 10, 20, 10),
    updatedMs: Date.UTC(2026, 10, 20, 11),
    tagNames: [],
    at: null,
    turn: null,
    placement: 'same',
    ...part,
    fields: {
      anchor: null,
      text: 'words',
      tags: null,
      severity: null,
      resolved: null,
      sameAs: null,
      deleted: null,
      ...fields,
    },
  };
}

export function turnOf(index: number, part: Partial<Turn> = {}): Turn {
  return {
    index,
    entry: index,
    role: index % 2 === 0 ? 'agent' : 'caller',
    rawRole: index % 2 === 0 ? 'agent' : 'user',
    content: `turn ${index}`,
    startMs: index * 5000 + 500,
    endMs: null,
    gender: null,
    latency: null,
    reportedGapMs: null,
    measuredGapMs: null,
    ...part,
  };
}

/** A call of a minute with two turns and measured speech on two channels, but what a test says. */
export function exchangeCallOf(part: Partial<ExchangeCall> = {}): ExchangeCall {
  const channel = (segments: { startMs: number; endMs: number }[]) => ({
    segments,
    noiseDb: null,
    speechDb: null,
    other: [],
  });
  return {
    row,
    recordingMs: 60_000,
    turns: [turnOf(0, { content: 'Good morning, how can I help?' }), turnOf(1, { content: 'I want to move it.' })],
    timing: timingOf({
      speech: {
        durationMs: 60_000,
        channels: [channel([{ startMs: 480, endMs: 4210.4 }]), channel([{ startMs: 5510, endMs: 9000 }])],
        identical: false,
      },
      lanes: { roles: ['agent', 'caller'], source: 'detected', confidence: 0.9 },
    }),
    annotations: [],
    corrections: [],
    reviews: [],
    scores: [],
    ...part,
  };
}
