import type { AgentVersion, StageProfile } from './agents.ts';
import type { Random } from './random.ts';
import { invocationEntry, resultEntry } from './tools.ts';
import type { Entry, Gender, Latency, Role, Step } from './types.ts';

export interface PlacedTurn {
  role: Role;
  step: number;
  onsetMs: number;
  endMs: number;
  generatedEndMs: number | null;
  /** Where the sound is faded out, if it is. */
  cutAtMs: number | null;
  gapMs: number | null;
  bargeIn: boolean;
  entry: Entry;
}

export interface PlacedHold {
  fromMs: number;
  toMs: number;
}

export interface Timeline {
  entries: Entry[];
  turns: PlacedTurn[];
  holds: PlacedHold[];
  endMs: number;
}

export interface TimelineInput {
  steps: readonly Step[];
  /** Audible length of a step's speech in ms, up to `cutMs` when given. */
  lengthMs: (step: number, cutMs?: number) => number;
  version: AgentVersion;
  callerGender: Gender;
  incoming: boolean;
  tailMs: number;
  random: Random;
}

type StageKey = Exclude<keyof Latency, 'total_perceived_ms'>;

/** Turns a dialogue into times: who starts to sound when, what the agent reports, when tools ran. */
export function layOut(input: TimelineInput): Timeline {
  const { random } = input;
  const entries: Entry[] = [];
  const turns: PlacedTurn[] = [];
  const holds: PlacedHold[] = [];
  let lastAgent: PlacedTurn | null = null;
  let lastCaller: PlacedTurn | null = null;
  let callerBefore: PlacedTurn | null = null;
  let speaker: Role | null = null;
  let stages: Record<StageKey, number> | null = null;
  let toolEnd: number | null = null;
  let earliest = 0;

  const loudUntil = () => Math.max(0, ...turns.slice(-3).map((turn) => turn.endMs));

  input.steps.forEach((step, index) => {
    if (step.kind === 'wait' || step.kind === 'hold') {
      const from = Math.max(loudUntil(), earliest) + (step.kind === 'hold' ? 450 : 0);
      if (step.kind === 'hold') holds.push({ fromMs: from, toMs: from + step.ms });
      earliest = from + step.ms + (step.kind === 'hold' ? 500 : 0);
      if (step.kind === 'hold') speaker = null;
      return;
    }
    if (step.kind === 'note') {
      entries.push({
        role: step.role,
        content: step.content,
        timestamp_ms: Math.round(Math.max(loudUntil(), earliest) + 120),
      });
      return;
    }
    if (step.kind === 'tool') {
      const spec = step.spec;
      const lasts = Math.round(spec.ms ?? random.between(380, 1300));
      let from: number;
      if (speaker === 'caller' && lastCaller) {
        stages ??= drawStages(input.version.profile, random);
        from =
          lastCaller.endMs + Math.round((stages.vad_delay_ms + stages.stt_finalize_ms + stages.llm_startup_ms) * 0.8);
      } else {
        from = (lastAgent?.onsetMs ?? 0) + random.int(150, 350);
      }
      from = Math.max(from, (toolEnd ?? 0) + 15);
      toolEnd = from + lasts;
      const id = random.uuid();
      entries.push(invocationEntry(id, spec, from), resultEntry(id, spec, toolEnd, lasts));
      return;
    }
    if (step.kind === 'caller') {
      const length = input.lengthMs(index);
      let onset: number;
      let bargeIn = false;
      if (step.barge !== undefined || step.back !== undefined) {
        if (!lastAgent) throw new Error('nobody to interrupt');
        const share = step.barge ?? step.back ?? 0.5;
        onset = Math.round(lastAgent.onsetMs + share * (lastAgent.endMs - lastAgent.onsetMs));
        if (step.barge !== undefined) {
          bargeIn = true;
          const cut = onset - lastAgent.onsetMs + random.int(270, 340);
          lastAgent.generatedEndMs = lastAgent.endMs;
          lastAgent.endMs = lastAgent.onsetMs + input.lengthMs(lastAgent.step, cut);
          lastAgent.cutAtMs = lastAgent.endMs + 12;
        }
      } else {
        const after = speaker === 'caller' ? lastCaller?.endMs : lastAgent?.endMs;
        const react = step.reactMs ?? (after === undefined ? random.int(900, 1500) : random.int(330, 1050));
        const ownEnd = lastCaller ? lastCaller.endMs + 300 : 0;
        onset = Math.max((after ?? 0) + react, ownEnd, earliest);
      }
      const entry: Entry = { role: 'caller', content: step.content, timestamp_ms: onset, gender: input.callerGender };
      const turn = place('caller', index, onset, length, entry);
      turn.bargeIn = bargeIn;
      callerBefore = lastCaller;
      lastCaller = turn;
      if (step.back === undefined) speaker = 'caller';
      return;
    }

    const length = input.lengthMs(index);
    let onset: number;
    let gap: number | null = null;
    let latency: Latency | null = null;
    const answered: PlacedTurn | null = lastCaller;
    const before: PlacedTurn | null = callerBefore;
    if (speaker === 'caller' && answered && step.over && before) {
      // The agent answers the caller's pause; the caller went on meanwhile.
      onset = answered.onsetMs + random.int(200, 340);
      const drawn = scaleTo(stages ?? drawStages(input.version.profile, random), onset - before.endMs);
      latency = { ...drawn, total_perceived_ms: onset - before.endMs + random.int(-10, 10) };
    } else if (speaker === 'caller' && answered) {
      const drawn = stages ?? drawStages(input.version.profile, random);
      const usual = overlappedTotal(drawn, random);
      const hidden = input.version.underReportMs ? random.int(...input.version.underReportMs) : 0;
      let seen = step.gapMs ?? usual;
      if (toolEnd !== null) {
        const post = Math.round(drawn.llm_first_sentence_ms + drawn.tts_synthesis_ms + drawn.send_overhead_ms);
        seen = Math.max(seen, toolEnd - answered.endMs + post);
      }
      const reported = seen + (hidden ? 0 : random.int(-12, 12));
      const slowIn = step.slowIn ?? 'llm_first_sentence_ms';
      if (seen > usual) drawn[slowIn] += seen - usual;
      gap = seen + hidden;
      onset = answered.endMs + gap;
      latency = { ...drawn, total_perceived_ms: Math.max(reported, Math.max(...Object.values(drawn))) };
    } else {
      const start = lastAgent ? lastAgent.endMs + random.int(450, 850) : random.int(700, 1400);
      onset = Math.max(start, earliest, toolEnd === null ? 0 : toolEnd + random.int(350, 600));
      if (!lastAgent && input.incoming) {
        latency = {
          tts_synthesis_ms: random.around(input.version.profile.tts, 0.15),
          send_overhead_ms: random.around(input.version.profile.send, 0.2),
        };
      }
    }
    const entry: Entry = {
      role: 'agent',
      content: step.content,
      timestamp_ms: Math.round(onset),
      latency_breakdown: latency,
    };
    const turn = place('agent', index, Math.round(onset), length, entry);
    turn.gapMs = gap;
    lastAgent = turn;
    speaker = 'agent';
    stages = null;
    toolEnd = null;
    callerBefore = null;
  });

  entries.sort((a, b) => (a.timestamp_ms ?? 0) - (b.timestamp_ms ?? 0));
  const endMs = Math.round(Math.max(earliest, ...turns.map((turn) => turn.endMs), 0) + input.tailMs);
  return { entries, turns, holds, endMs };

  function place(role: Role, step: number, onsetMs: number, length: number, entry: Entry): PlacedTurn {
    const turn: PlacedTurn = {
      role,
      step,
      onsetMs,
      endMs: onsetMs + length,
      generatedEndMs: null,
      cutAtMs: null,
      gapMs: null,
      bargeIn: false,
      entry,
    };
    turns.push(turn);
    entries.push(entry);
    return turn;
  }
}

function drawStages(profile: StageProfile, random: Random): Record<StageKey, number> {
  return {
    vad_delay_ms: random.around(profile.vad, 0.06),
    stt_finalize_ms: random.around(profile.stt, 0.22),
    llm_startup_ms: random.around(profile.llm, 0.2),
    llm_first_sentence_ms: random.around(profile.sentence, 0.25),
    tts_synthesis_ms: random.around(profile.tts, 0.18),
    send_overhead_ms: random.around(profile.send, 0.25),
  };
}

/** Stages stream and overlap: the total is 12-26 % below their sum, but never below the largest. */
function overlappedTotal(stages: Record<StageKey, number>, random: Random): number {
  const values = Object.values(stages);
  const sum = values.reduce((a, b) => a + b, 0);
  return Math.round(Math.max(Math.max(...values) + 20, sum * (1 - random.between(0.12, 0.26))));
}

function scaleTo(stages: Record<StageKey, number>, total: number): Record<StageKey, number> {
  const sum = Object.values(stages).reduce((a, b) => a + b, 0);
  const scale = (total * 1.2) / sum;
  return Object.fromEntries(Object.entries(stages).map(([key, ms]) => [key, Math.round(ms * scale)])) as Record<
    StageKey,
    number
  >;
}
