import type { CallStatus, LatencyBreakdown } from '../calls/voicy-call.ts';
import { createRandom, mixSeeds, pick, type Random, randomInt } from '../random.ts';
import type { Language } from './synthetic-text.ts';
import type { ToneSegment } from './tone-wav.ts';

/** Choices that make a synthetic corpus. */
export interface SyntheticOptions {
  readonly calls: number;
  readonly seed: number;
  /** Start of the newest call; the others lie before it, about four minutes apart. */
  readonly startAt: number;
  /** Fixed, or from-to; default 10 to 40. */
  readonly turnsPerCall?: number | readonly [min: number, max: number];
  /** `true`: every completed call; a number: so many of the newest completed calls. Default none. */
  readonly withRecordings?: number | boolean;
  /** The newest completed call gets a recording of about this size (PCM, streamed). */
  readonly hugeRecordingBytes?: number;
}

/** An agent of the synthetic account. */
export interface SyntheticAgent {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly language: Language;
  readonly versions: number;
  /** Typical response in ms of version 1; each version changes it a little. */
  readonly baseMs: number;
}

/** The agents; the share of calls follows from `weights`. */
export const agents: readonly SyntheticAgent[] = [
  agent(1, 'Clinic front desk', 'Brightwater Dental', 'en', 9, 1250),
  agent(2, 'Delivery support', 'Parcelwise', 'en', 6, 980),
  agent(3, 'Recepción', 'Hotel Miramar', 'es', 4, 1400),
  agent(4, 'מוקד תורים', 'מרפאת השרון', 'he', 5, 1600),
  agent(5, 'Billing line', 'Northline Energy', 'en', 3, 1100),
];

const agentWeights = [0.34, 0.26, 0.14, 0.14, 0.12];

const statusWeights: Readonly<Partial<Record<CallStatus, number>>> = {
  user_hangup: 0.55,
  agent_hangup: 0.25,
  inactivity: 0.06,
  error_inactivity: 0.02,
  no_answer: 0.04,
  busy: 0.03,
  error: 0.03,
  canceled: 0.02,
};
const statuses = Object.keys(statusWeights) as CallStatus[];
const statusShares = Object.values(statusWeights);
const completed: ReadonlySet<CallStatus> = new Set(['user_hangup', 'agent_hangup', 'inactivity', 'error_inactivity']);

const spacingMs = 4 * 60_000;

/** The parts of a call that the list needs: a few draws from the generator, no text. */
export interface CallHead {
  readonly id: string;
  readonly startMs: number;
  readonly agent: SyntheticAgent;
  readonly version: number;
  readonly status: CallStatus;
  readonly isCompleted: boolean;
  readonly direction: 'incoming' | 'outgoing';
  readonly callType: 'phone_call' | 'web_call';
  readonly isTest: boolean;
}

/** One planned turn. */
export interface PlannedTurn extends ToneSegment {
  readonly sentences: number;
  readonly latency: LatencyBreakdown | undefined;
}

/** Stream numbers keep the parts of one call independent: asking for the text does not move the timing. */
const streams = { id: 1, head: 2, turns: 3, text: 4 };

/** A generator for one part of one call. */
export function streamOf(options: SyntheticOptions, index: number, stream: keyof typeof streams): Random {
  return createRandom(mixSeeds(options.seed, index, streams[stream]));
}

/** The id of a call; its first eight digits carry the index, so that no table of 100,000 ids is needed. */
export function idOf(options: SyntheticOptions, index: number): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);
  const random = streamOf(options, index, 'id');
  const word = (): number => Math.floor(random() * 0x100000000);
  const [a, b, c] = [word(), word(), word()];
  const head = (index ^ mixSeeds(options.seed)) >>> 0;
  return `${hex(head, 8)}-${hex(a, 4)}-4${hex(a >>> 16, 3)}-a${hex(b, 3)}-${hex(b >>> 16, 4)}${hex(c, 8)}`;
}

/** The index of an id of this corpus. */
export function indexOf(options: SyntheticOptions, id: string): number | undefined {
  const index = (Number.parseInt(id.slice(0, 8), 16) ^ mixSeeds(options.seed)) >>> 0;
  return index < options.calls && idOf(options, index) === id ? index : undefined;
}

/** The head of a call; index 0 is the newest. */
export function headOf(options: SyntheticOptions, index: number): CallHead {
  const random = streamOf(options, index, 'head');
  const agent = weighted(random, agents, agentWeights);
  const age = index / Math.max(1, options.calls);
  const version = Math.max(1, Math.ceil((1 - age) * agent.versions - random() * 0.6));
  const status = weighted(random, statuses, statusShares);
  const callType = random() < 0.15 ? 'web_call' : 'phone_call';
  const isCompleted = completed.has(status);
  return {
    id: idOf(options, index),
    startMs: options.startAt - index * spacingMs - (index === 0 ? 0 : Math.floor(random() * spacingMs * 0.9)),
    agent,
    version,
    status,
    isCompleted,
    direction: callType === 'web_call' || random() < 0.7 ? 'incoming' : 'outgoing',
    callType,
    isTest: random() < 0.02,
  };
}

/** The turns of a call with their times. */
export function planTurns(options: SyntheticOptions, index: number, head: CallHead): PlannedTurn[] {
  if (!head.isCompleted) return [];
  const random = streamOf(options, index, 'turns');
  const range = options.turnsPerCall ?? ([10, 40] as const);
  const count = typeof range === 'number' ? range : randomInt(random, range[0], range[1]);
  const turns: PlannedTurn[] = [];
  let at = randomInt(random, 300, 1500);
  for (let i = 0; i < count; i++) {
    const role = i % 2 === 0 ? 'agent' : 'caller';
    const latency = role === 'agent' && i > 0 ? planLatency(random, head) : undefined;
    at += role === 'agent' ? Math.max(250, latency?.total_perceived_ms ?? 900) : randomInt(random, 150, 1400);
    const sentences = role === 'agent' ? randomInt(random, 1, 3) : randomInt(random, 1, 2);
    const endMs = at + sentences * randomInt(random, 900, 2800);
    turns.push({ role, startMs: at, endMs, sentences, latency });
    at = endMs;
  }
  return turns;
}

/** Long-tailed, with stages that overlap (total below their sum) and gaps in what is reported. */
function planLatency(random: Random, head: CallHead): LatencyBreakdown | undefined {
  const scale = (head.agent.baseMs * (1.12 - 0.05 * head.version) * (0.7 + 0.9 * random() ** 3)) / 1250;
  const stage = (typical: number): number => Math.round(typical * scale * (0.6 + 0.8 * random()));
  const vad_delay_ms = stage(480);
  const llm_startup_ms = Math.round(stage(520) * (random() < 0.04 ? 4 : 1));
  const parts: LatencyBreakdown = {
    vad_delay_ms,
    stt_finalize_ms: stage(90),
    llm_startup_ms,
    llm_first_sentence_ms: stage(110),
    tts_synthesis_ms: stage(140),
    send_overhead_ms: stage(25),
  };
  const sum = Object.values(parts).reduce((total: number, value: number) => total + value, 0);
  const complete = { ...parts, total_perceived_ms: Math.round(sum * (0.72 + 0.28 * random())) };
  const luck = random();
  if (luck < 0.03) return undefined;
  if (luck > 0.05) return complete;
  const { stt_finalize_ms: _stt, ...incomplete } = complete;
  return incomplete;
}

function weighted<T>(random: Random, items: readonly T[], weights: readonly number[]): T {
  let left = random();
  let i = 0;
  for (const item of items) {
    left -= weights[i++] ?? 0;
    if (left < 0) return item;
  }
  return pick(random, items);
}

function agent(
  number: number,
  name: string,
  place: string,
  language: Language,
  versions: number,
  baseMs: number,
): SyntheticAgent {
  return { id: `a9e7000${number}-5a0d-4b0c-8e1f-00000000000${number}`, name, place, language, versions, baseMs };
}
