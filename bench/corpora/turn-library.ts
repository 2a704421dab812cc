import { Random } from '../../scripts/make-demo/random.ts';
import { parseCall } from '../../src/main/voicy/parse-call.ts';
import type { ParsedCall } from '../../src/main/voicy/types.ts';
import type { CallTiming, NoGapReason, TurnTiming } from '../../src/shared/model/timing.ts';
import type { ToolCall, Turn } from '../../src/shared/model/turn.ts';
import { agentWords, callerWords, intentsOf, type Language } from './turn-words.ts';

// Calls of eight agents in four languages over a year, for what compares turns across a library.

interface Agent {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly versions: number;
  /** Share of the calls. */
  readonly share: number;
}

const agents: readonly Agent[] = [
  { id: 'agent-dana', name: 'Dana', language: 'en', versions: 9, share: 0.3 },
  { id: 'agent-mia', name: 'Mia', language: 'en', versions: 6, share: 0.2 },
  { id: 'agent-leo', name: 'Leo', language: 'en', versions: 40, share: 0.12 },
  { id: 'agent-lucia', name: 'Lucía', language: 'es', versions: 5, share: 0.13 },
  { id: 'agent-carmen', name: 'Carmen', language: 'es', versions: 3, share: 0.07 },
  { id: 'agent-noa', name: 'נועה', language: 'he', versions: 4, share: 0.08 },
  { id: 'agent-sakura', name: 'さくら', language: 'ja', versions: 2, share: 0.08 },
  { id: 'agent-once', name: 'Pilot', language: 'en', versions: 1, share: 0.02 },
];

const FIRST_START_MS = Date.UTC(2025, 9, 1);
const YEAR_MS = 365 * 86_400_000;
/** One call in so many came without a latency breakdown, and one in so many is not measured. */
const UNREPORTED_EVERY = 5;
const UNMEASURED_EVERY = 3;

export interface LibraryCall {
  readonly call: ParsedCall;
  readonly generation: 'v1' | 'v2';
  /** Null = nothing was measured in its sound. */
  readonly timing: CallTiming | null;
}

/** The `place`-th of `count` calls, oldest first, with `turns` turns, every other one the agent's. The same arguments give the same call. */
export function libraryCall(place: number, count: number, turns: number, looseShare = 0.06): LibraryCall {
  const random = new Random(`library ${place}`);
  const agent = pickAgent(random.next());
  const version = Math.min(agent.versions, 1 + Math.floor((place / count) * agent.versions));
  const startMs = FIRST_START_MS + Math.floor((place / count) * YEAR_MS);
  const isReported = place % UNREPORTED_EVERY !== 0;
  const intents = intentsOf(agent.language);
  let atMs = 800;
  const transcript: object[] = [];
  const gaps: { gapMs: number; totalMs: number; toolMs: number | null }[] = [];
  for (let index = 0; index < turns; index += 1) {
    const isAgent = index % 2 === 0;
    const intent = index === 0 ? 'greeting' : index >= turns - 2 ? 'goodbye' : random.pick(intents);
    const content = isAgent
      ? agentWords(agent.language, intent, looseShare, random)
      : callerWords(agent.language, random);
    const toolMs = isAgent && index > 0 && random.next() < 0.12 ? random.around(400, 0.6) : null;
    const totalMs = random.around(850 + 40 * version, 0.35) + (toolMs ?? 0);
    const gapMs = Math.max(0, Math.round(totalMs + 90 + 60 * random.normal()));
    gaps.push({ gapMs, totalMs, toolMs });
    if (isAgent && index > 0) atMs += gapMs;
    const breakdown = isAgent && index > 0 && isReported ? { latency_breakdown: stages(totalMs, random) } : {};
    transcript.push({ role: isAgent ? 'agent' : 'caller', content, timestamp_ms: atMs, ...breakdown });
    atMs += 600 + 55 * content.length + (isAgent ? random.int(200, 900) : 0);
  }
  const read = parseCall(
    {
      call_id: `lib-${String(place).padStart(7, '0')}`,
      start_timestamp: startMs,
      duration_ms: atMs,
      call_status: random.next() < 0.5 ? 'user_hangup' : 'agent_hangup',
      agent_id: agent.id,
      agent_name: agent.name,
      agent_version: String(version),
      call_direction: random.next() < 0.7 ? 'incoming' : 'outgoing',
      from_number: `+1555${random.digits(7)}`,
      to_number: '+15550001111',
      transcript,
      recording_url: null,
    },
    'v1',
  );
  if (!read.ok) throw new Error(read.reason);
  // Tool calls are entries of the transcript too: there is room for one before every turn.
  const spoken = read.call.turns.map((turn) => ({ ...turn, entry: 2 * turn.index + 1 }));
  const toolCalls = gaps.flatMap(({ toolMs }, index) => (toolMs === null ? [] : [toolCall(2 * index, toolMs, random)]));
  return {
    call: { ...read.call, turns: spoken, toolCalls },
    generation: place % 4 === 0 ? 'v2' : 'v1',
    timing: place % UNMEASURED_EVERY === 0 ? null : timingOf(spoken, gaps, atMs, random),
  };
}

function pickAgent(chance: number): Agent {
  let left = chance;
  for (const agent of agents) {
    left -= agent.share;
    if (left < 0) return agent;
  }
  return agents[0] as Agent;
}

function stages(total: number, random: Random) {
  const share = (of: number) => Math.round(total * of * random.between(0.8, 1.2));
  return {
    total_perceived_ms: total,
    vad_delay_ms: share(0.22),
    stt_finalize_ms: share(0.1),
    llm_startup_ms: share(0.35),
    llm_first_sentence_ms: share(0.13),
    tts_synthesis_ms: share(0.18),
    send_overhead_ms: 10,
  };
}

function toolCall(entry: number, durationMs: number, random: Random): ToolCall {
  const failed = random.next() < 0.06;
  return {
    entry,
    invocationId: `inv-${entry}`,
    startMs: null,
    name: random.pick(['find_slots', 'book', 'lookup_customer']),
    method: 'POST',
    url: null,
    requestBody: null,
    headers: null,
    statusCode: failed ? null : 200,
    responseBody: null,
    extractedVars: null,
    durationMs,
    error: failed ? 'timeout' : null,
    hasResult: !failed,
  };
}

const missed: readonly NoGapReason[] = ['overlap', 'not-found', 'tool-call-between'];

function timingOf(
  turns: readonly Turn[],
  gaps: readonly { gapMs: number }[],
  durationMs: number,
  random: Random,
): CallTiming {
  const measured = turns.map((turn, at): TurnTiming => {
    const startMs = turn.startMs ?? 0;
    const gapMs = gaps[at]?.gapMs ?? 0;
    const isAgent = turn.role === 'agent';
    const noGap = !isAgent
      ? null
      : at === 0
        ? ('greeting' as const)
        : random.next() < 0.06
          ? random.pick(missed)
          : null;
    const low = random.next() < 0.1;
    return {
      index: turn.index,
      startMs,
      endMs: turns[at + 1]?.startMs ?? durationMs,
      startSource: 'sound',
      endSource: 'next-turn',
      gap:
        isAgent && noGap === null
          ? {
              ms: gapMs,
              fromMs: startMs - gapMs,
              toMs: startMs,
              confidence: low ? 'low' : 'high',
              doubts: low ? ['noise'] : [],
            }
          : null,
      noGap,
      bargedInMs: isAgent && random.next() < 0.03 ? startMs + 400 : null,
      heardChars: null,
    };
  });
  const talkMs = Math.round(durationMs * 0.4);
  const silent = { segments: [], noiseDb: null, speechDb: null, other: [] };
  return {
    speech: { durationMs, channels: [silent, silent], identical: false },
    lanes: { roles: ['caller', 'agent'], source: 'detected', confidence: 0.9 },
    clock: { offsetMs: 0, driftPpm: 0, residualMs: 40, pairs: turns.length, confidence: 'high', nudgeMs: 0 },
    turns: measured,
    order: null,
    overlaps: measured.flatMap(({ bargedInMs }) =>
      bargedInMs === null
        ? []
        : [{ startMs: bargedInMs, endMs: bargedInMs + 300, first: 'agent' as const, kind: 'barge-in' as const }],
    ),
    deadAir: random.next() < 0.1 ? [{ startMs: 5000, endMs: 9500, after: 'caller' }] : [],
    holds: [],
    monologues: [],
    talk: {
      agentMs: talkMs,
      callerMs: Math.round(durationMs * 0.25),
      overlapMs: 200,
      silenceMs: Math.round(durationMs * 0.3),
    },
    problems: [],
  };
}
