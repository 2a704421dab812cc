import { statSync } from 'node:fs';
import { type AudioFile, writeAudio } from './audio-file.ts';
import { planDialogue, type SpokenTurn } from './dialogue.ts';
import { enter, runEarmarkSync, type ServedApp, serveEarmark } from './earmark.ts';
import { startBenchSandbox } from './sandbox.ts';
import type { Scope } from './scope.ts';

/** Calls of one length: where they stand in the list, and what they are made of. */
export interface CallLength {
  minutes: number;
  turns: number;
  audio: AudioFile & { bytes: number };
  rows: number[];
}

export interface Served {
  app: ServedApp;
  cookie: string;
  /** Rows of calls that are only there to warm the app up. */
  warmUpRows: number[];
}

const warmUps = 2;

/**
 * Makes a workspace by a real sync and serves it: `copies` calls of each length, each with a recording and peaks file of its
 * own, because a call that was opened before is in the page's cache. Between any two of them stands another that is never
 * opened: the page fetches the neighbours of an open call ahead.
 */
export async function prepareCalls(
  scope: Scope,
  minutes: readonly number[],
  copies: number,
): Promise<{ served: Served; lengths: CallLength[] }> {
  const dir = scope.temporaryDir();
  const calls: { call: ReturnType<typeof describeCall>; file: string; contentType: string }[] = [];
  const newestMs = Date.now() - 3 * 86_400_000;
  const add = (name: string, durationMs: number, turns: readonly SpokenTurn[], audio: AudioFile): number => {
    const row = calls.length;
    const call = describeCall(`${name}-${row}`, newestMs - row * 3_600_000, durationMs, turns);
    return calls.push({ call, file: audio.file, contentType: audio.contentType }) - 1;
  };
  const shortMs = 30_000;
  const shortTurns = planDialogue(shortMs);
  const shortAudio = await writeAudio(scope, dir, 'short', shortTurns, shortMs);
  const addApart = (...call: Parameters<typeof add>): number => {
    add('short', shortMs, shortTurns, shortAudio);
    return add(...call);
  };
  const warmUpRows = Array.from({ length: warmUps }, () => addApart('warm-up', shortMs, shortTurns, shortAudio));

  const lengths: CallLength[] = [];
  for (const length of minutes) {
    const durationMs = length * 60_000;
    const turns = planDialogue(durationMs);
    const audio = await writeAudio(scope, dir, `${length}-min`, turns, durationMs);
    const rows = Array.from({ length: copies }, () => addApart(`${length}-min`, durationMs, turns, audio));
    lengths.push({ minutes: length, turns: turns.length, audio: { ...audio, bytes: statSync(audio.file).size }, rows });
  }

  const syncScope = scope.child();
  const sandbox = await startBenchSandbox(syncScope, { kind: 'literal', calls });
  const dataDir = scope.temporaryDir();
  const synced = await runEarmarkSync(syncScope, dataDir, sandbox, { recordings: true });
  await syncScope.close();
  if (synced.recordings.downloaded !== calls.length) throw new Error('not every recording was synced');
  const app = await serveEarmark(scope, dataDir);
  return { served: { app, cookie: await enter(app), warmUpRows }, lengths };
}

function describeCall(id: string, startMs: number, durationMs: number, turns: readonly SpokenTurn[]) {
  return {
    call_id: id,
    start_timestamp: startMs,
    duration_ms: durationMs,
    transcript: turns.map(({ role, startMs: timestamp_ms, content, gapMs }) => ({
      role,
      content,
      timestamp_ms,
      ...(gapMs === null ? {} : { latency_breakdown: stagesOf(gapMs) }),
    })),
  };
}

function stagesOf(gapMs: number) {
  const share = (part: number): number => Math.round(gapMs * part);
  return {
    vad_delay_ms: share(0.3),
    stt_finalize_ms: share(0.1),
    llm_startup_ms: share(0.35),
    llm_first_sentence_ms: share(0.1),
    tts_synthesis_ms: share(0.2),
    send_overhead_ms: share(0.02),
    total_perceived_ms: gapMs,
  };
}
