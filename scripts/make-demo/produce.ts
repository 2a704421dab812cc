import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, getAgent, getVersion } from './agents.ts';
import { Draft } from './draft.ts';
import { damage, describeFormat, encode, fingerprint, probe } from './encode.ts';
import { audibleMs, mix } from './mix.ts';
import { numbersFor } from './numbers.ts';
import { drawPerson } from './people.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import type { Speech, Utterance } from './speech.ts';
import { layOut, type Timeline } from './timeline.ts';
import type { Call, DemoCall, RecordingInfo, TruthCall } from './types.ts';
import { type Errors, measure } from './verify.ts';
import { castCaller } from './voices.ts';

export interface Product {
  plan: Plan;
  demo: DemoCall;
  truth: TruthCall | null;
  errors: Errors | null;
  wantedMs: number;
}

/** Makes one call: its words, their times, the sound, the file, the JSON and the check of the file. */
export async function produce(plan: Plan, speech: Speech, outDir: string): Promise<Product> {
  const random = new Random(`earmark ${plan.key}`);
  const agent = getAgent(plan.agent);
  const callId = random.uuid();
  const person = { ...drawPerson(random, plan.lang, plan.gender), ...plan.slots };
  const demo: DemoCall = {
    startedAgoMs: plan.agoMs ?? 0,
    call: emptyCall(plan, callId, random),
    recording: null,
    ...plan.delivery,
  };
  const product: Product = { plan, demo, truth: null, errors: null, wantedMs: 0 };
  if (!plan.dialogue) {
    plan.also?.(demo.call);
    return product;
  }

  const version = getVersion(agent, plan.version);
  const draft = new Draft(plan.lang, agent.versions.indexOf(version), person, random);
  plan.dialogue(draft);
  const sound = plan.sound ?? { format: 'ogg-opus', rate: 8000, layout: 'mix', quality: 12 };
  const band = sound.band ?? 'telephone';
  const voices = {
    agent: agent.voices[plan.lang],
    caller: castCaller(agent.voices[plan.lang], plan.lang, plan.gender, plan.voice),
  };
  const utterances = new Map<number, Utterance>();
  for (const [index, step] of draft.steps.entries()) {
    if (step.kind !== 'agent' && step.kind !== 'caller') continue;
    utterances.set(index, await speech.synthesise(voices[step.kind], step.say, sound.rate, band));
  }
  const spoken = (step: number): Utterance => {
    const utterance = utterances.get(step);
    if (!utterance) throw new Error(`no speech for step ${step} of ${plan.key}`);
    return utterance;
  };
  const timeline = layOut({
    steps: draft.steps,
    lengthMs: (step, cutMs) => audibleMs(spoken(step), cutMs),
    version,
    callerGender: plan.gender,
    incoming: plan.direction === 'incoming',
    tailMs: plan.tailMs ?? random.int(500, 1400),
    random,
  });
  fillCall(demo.call, plan, draft, timeline, random);
  product.wantedMs = timeline.endMs;
  if (plan.endsLive) {
    const endsAfterMs = timeline.endMs - demo.startedAgoMs;
    Object.assign(demo, {
      endsAfterMs,
      recordingState: 'late',
      recordingLateMs: endsAfterMs + 30_000,
      lateFieldsAfterMs: endsAfterMs + 20_000,
    });
  }

  if (plan.sound) {
    const channels = mix({
      turns: timeline.turns,
      holds: timeline.holds,
      speech: spoken,
      rate: sound.rate,
      band,
      durationMs: timeline.endMs,
      layout: sound.layout,
      noiseDb: -55.5 + random.between(-1, 0.5),
      echoDb: sound.echoDb ?? null,
      callerDb: random.between(-2.5, 0),
      seed: plan.key,
    });
    const encoding = describeFormat(sound.format);
    const name = `recordings/${plan.key}.${encoding.extension}`;
    const file = join(outDir, name);
    rmSync(file, { force: true });
    await encode(channels, sound.rate, sound.format, sound.quality, file);
    const probed = await probe(file);
    if (probed.codec !== encoding.codec || probed.channels !== channels.length)
      throw new Error(`${name} is not what was asked for`);
    const truth = truthOf(plan, timeline, demo.call, version.story);
    if (demo.call.transcript) product.truth = truth;
    const music = timeline.holds.map((hold): [number, number] => [hold.fromMs, hold.toMs]);
    product.errors = await measure(file, truth, Math.min(16000, sound.rate), music);
    if (plan.damaged) damage(file, plan.damaged);
    const info: RecordingInfo = {
      file: name,
      contentType: encoding.contentType,
      ...fingerprint(file),
      durationMs: product.errors.decodedMs,
      sampleRate: probed.sampleRate,
      channels: probed.channels,
      codec: encoding.codec,
      container: encoding.container,
    };
    demo.recording = info;
  }
  plan.also?.(demo.call);
  return product;
}

function emptyCall(plan: Plan, callId: string, random: Random): Call {
  const agent = getAgent(plan.agent);
  return {
    call_id: callId,
    call_type: plan.web ? 'web_call' : 'phone_call',
    call_status: plan.status,
    agent: { id: agent.id, name: agent.name, version: plan.version },
    account: { ...ACCOUNT },
    ...numbersFor(plan, random),
    direction: plan.direction,
    duration_ms: null,
    transcript: null,
    detected_gender: null,
    summary: null,
    call_cost: null,
    vars_provided: null,
    vars_extracted: null,
  };
}

function fillCall(call: Call, plan: Plan, draft: Draft, timeline: Timeline, random: Random): void {
  const running = plan.status === 'ongoing';
  call.transcript = plan.noTranscript ? null : timeline.entries;
  call.detected_gender = running ? null : plan.gender;
  call.vars_provided = draft.provided;
  if (running) return;
  call.duration_ms = timeline.endMs;
  call.summary = draft.summary;
  call.vars_extracted = draft.extracted;
  const minutes = timeline.endMs / 60_000;
  call.call_cost = {
    combined_cost: Math.round((minutes * 0.094 + random.between(0.002, 0.009)) * 10_000) / 10_000,
    currency: 'usd',
  };
}

function truthOf(plan: Plan, timeline: Timeline, call: Call, story: string | null): TruthCall {
  const { layout } = plan.sound ?? { layout: 'mix' };
  const entries = call.transcript ?? timeline.entries;
  const timedOut = entries.some((entry) => entry.function_result?.error === 'timeout');
  return {
    channels: layout === 'mix' ? ['mix'] : layout === 'agent-caller' ? ['agent', 'caller'] : ['caller', 'agent'],
    clockOffsetMs: 0,
    story: plan.story ?? (story === 'tool-timeouts' && !timedOut ? null : story),
    turns: timeline.turns
      .map((turn) => ({
        entry: entries.indexOf(turn.entry),
        role: turn.role,
        onsetMs: turn.onsetMs,
        endMs: turn.endMs,
        generatedEndMs: turn.generatedEndMs,
        gapMs: turn.gapMs,
        bargeIn: turn.bargeIn,
      }))
      .sort((a, b) => a.onsetMs - b.onsetMs),
  };
}
