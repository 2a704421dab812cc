import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../scripts/lib/find-program.ts';
import { root } from '../../scripts/lib/root.ts';
import type { DemoCall, TruthCall } from '../../scripts/make-demo/types.ts';
import { analyzeRecording } from '../../src/main/audio/analyze.ts';
import { parseTranscript } from '../../src/main/voicy/parse-transcript.ts';
import type { ChannelEnergy } from '../../src/shared/logic/lanes.ts';
import { decodePeaksHeader, readPeaksLevel } from '../../src/shared/logic/peaks-format.ts';
import type { ToolCall, Turn } from '../../src/shared/model/turn.ts';

/** A call of the demo corpus as the app reads it, and what is true of it. */
export interface TrueCall {
  name: string;
  file: string;
  codec: string;
  turns: Turn[];
  toolCalls: ToolCall[];
  truth: TruthCall;
}

const demoDir = join(root, 'resources', 'demo');

/** The demo's calls with a recording and a transcript. Turns come from the app's own parser. */
export function readTrueCalls(): TrueCall[] {
  const { calls } = JSON.parse(readFileSync(join(demoDir, 'demo.json'), 'utf8')) as { calls: DemoCall[] };
  const truths = (JSON.parse(readFileSync(join(demoDir, 'truth.json'), 'utf8')) as { calls: Record<string, TruthCall> })
    .calls;
  return calls.flatMap(({ call, recording }) => {
    const truth = truths[call.call_id];
    if (truth === undefined || recording === null) return [];
    const { turns, toolCalls } = parseTranscript(call.transcript ?? [], new Set());
    const name = recording.file.replace(/^recordings\//, '');
    return [{ name, file: join(demoDir, recording.file), codec: recording.codec, turns, toolCalls, truth }];
  });
}

/**
 * The levels that the app keeps of a recording, from its own decoders. AAC, which the app decodes in the browser, goes through
 * ffmpeg into a WAV file first.
 *
 * @returns null where there is no decoder for it here, or the file is broken
 */
export async function readLevels(
  file: string,
  temporaryDir: string,
): Promise<{ energy: ChannelEnergy; durationMs: number } | null> {
  const peaksPath = join(temporaryDir, 'levels.peaks');
  const analyze = (filePath: string) =>
    analyzeRecording({ filePath, peaksPath, playablePath: join(temporaryDir, 'playable.mp4') });
  let { peaks } = await analyze(file).catch(() => ({ peaks: 'unsupported' }));
  const ffmpeg = findProgram('ffmpeg');
  if (peaks === 'needs-browser' && ffmpeg !== null) {
    const wav = join(temporaryDir, 'decoded.wav');
    execFileSync(ffmpeg, ['-v', 'error', '-y', '-i', file, '-c:a', 'pcm_s16le', wav]);
    ({ peaks } = await analyze(wav));
  }
  if (peaks !== 'written') return null;
  const bytes = new Uint8Array(readFileSync(peaksPath));
  const header = decodePeaksHeader(bytes);
  const level = header.levels.find(({ kind }) => kind === 'energy');
  if (level === undefined) return null;
  const energy = { channels: header.channels, hopMs: level.hopMs, values: readPeaksLevel(bytes, level) };
  return { energy, durationMs: header.durationMs };
}
