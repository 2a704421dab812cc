import { DETECTOR_VERSION } from '../../src/main/audio/detect.ts';
import { saveDetail, saveListed } from '../../src/main/store/calls.ts';
import { inTransaction } from '../../src/main/store/db.ts';
import { openForWriting } from '../../src/main/store/open.ts';
import { saveAudioFacts, saveReadyRecording } from '../../src/main/store/recordings.ts';
import { saveSpeech } from '../../src/main/store/timing.ts';
import { parseCall } from '../../src/main/voicy/parse-call.ts';
import type { TimingInput } from '../../src/shared/logic/timing/input.ts';
import { makeCall, makeDialogue } from '../../src/shared/logic/timing/test-support.ts';
import type { Turn } from '../../src/shared/model/turn.ts';

/** A call as `measureCall` takes it: an ordinary conversation of so many turns, every answer with a reported latency. */
export function makeMeasurable(turns: number, seed: number): TimingInput {
  const { lines, pieces, durationMs } = makeDialogue(turns, seed);
  const { speech } = makeCall(pieces, durationMs);
  return { ...makeCall(lines, durationMs, 1200), speech };
}

/** The call's JSON as the vendor would send it. */
function wireOf(id: string, startMs: number, { turns, recordingMs }: TimingInput) {
  return {
    call_id: id,
    start_timestamp: startMs,
    duration_ms: Math.round(recordingMs ?? 0),
    call_status: 'user_hangup',
    agent_id: 'agent-1',
    agent_name: 'Dana',
    agent_version: '7',
    transcript: turns.map(({ role, content, startMs: timestamp_ms }, index) => ({
      role,
      content,
      timestamp_ms,
      ...(role === 'agent' && index > 0 ? { latency_breakdown: latencyOf(900 + ((index * 137) % 900)) } : {}),
    })),
    recording_url: null,
  };
}

const latencyOf = (total: number) => ({
  total_perceived_ms: total,
  vad_delay_ms: Math.round(total * 0.3),
  stt_finalize_ms: Math.round(total * 0.1),
  llm_startup_ms: Math.round(total * 0.3),
  llm_first_sentence_ms: Math.round(total * 0.1),
  tts_synthesis_ms: Math.round(total * 0.2),
  send_overhead_ms: 10,
});

/**
 * Puts calls with found speech into a workspace through the store's own functions, none of them measured. Returns what
 * `measureCall` is given of each, as the app would read it back.
 */
export function fillMeasurable(dir: string, calls: readonly { id: string; input: TimingInput }[]): TimingInput[] {
  const db = openForWriting(dir);
  const now = Date.now();
  try {
    return inTransaction(db, () =>
      calls.map(({ id, input }, place) => {
        const json = wireOf(id, now - 86_400_000 - place * 60_000, input);
        const read = parseCall(json, 'v1');
        if (!read.ok || input.speech === null) throw new Error(read.ok ? 'a call without speech' : read.reason);
        saveListed(db, read.call, '{}', now);
        saveDetail(db, read.call, JSON.stringify(json), 'v1', now);
        saveReadyRecording(db, id, { name: `${id}.wav`, bytes: 1, sha256: id }, now);
        saveAudioFacts(db, id, factsOf(input), 1);
        saveSpeech(db, id, input.speech, id, DETECTOR_VERSION);
        const turns: Turn[] = read.call.turns;
        return { ...input, turns };
      }),
    );
  } finally {
    db.close();
  }
}

const factsOf = ({ recordingMs }: TimingInput) => ({
  container: 'wav',
  codec: 'pcm-s16',
  channels: 2,
  sampleRate: 8000,
  durationMs: recordingMs,
  playable: 'original' as const,
  playableType: 'audio/wav',
  peaks: 'ready' as const,
  warnings: [],
});
