import type { ChannelSpeech, Speech } from '../../model/timing.ts';
import { levelOf, powerOf } from './levels.ts';

/** What was found in one stretch of a recording; its times count from `startMs`. */
export interface SpeechPiece {
  readonly startMs: number;
  readonly speech: Speech;
}

/** Speech on both sides of a cut is one utterance, though an edge was refined away from it by this much, ms. */
const SEAM_MS = 60;

interface Stretch {
  startMs: number;
  endMs: number;
}

/**
 * Puts the pieces of a long recording, in order, together again: what goes on across a cut is one segment; levels are means
 * by how much of the piece they stand for. Channels carry the same sound when they do in every piece in which somebody speaks.
 */
export function joinPieces(pieces: readonly SpeechPiece[], durationMs: number): Speech {
  const channels = pieces[0]?.speech.channels.length ?? 0;
  const spoken = pieces.filter(({ speech }) => speech.channels.some(({ segments }) => segments.length > 0));
  return {
    durationMs,
    identical: spoken.length > 0 && spoken.every(({ speech }) => speech.identical),
    channels: Array.from({ length: channels }, (_, at) => joinChannel(pieces, at)),
  };
}

function joinChannel(pieces: readonly SpeechPiece[], at: number): ChannelSpeech {
  const segments: Stretch[] = [];
  const other: (Stretch & { kind: ChannelSpeech['other'][number]['kind'] })[] = [];
  const speech: [power: number, weight: number][] = [];
  const noise: [power: number, weight: number][] = [];
  for (const { startMs, speech: found } of pieces) {
    const channel = found.channels[at];
    if (channel === undefined) continue;
    const speakingMs = channel.segments.reduce((sum, segment) => sum + segment.endMs - segment.startMs, 0);
    if (channel.speechDb !== null) speech.push([powerOf(Math.round(channel.speechDb)), speakingMs]);
    if (channel.noiseDb !== null) noise.push([powerOf(Math.round(channel.noiseDb)), found.durationMs - speakingMs]);
    const shift = <T extends Stretch>(stretch: T): T => ({
      ...stretch,
      startMs: stretch.startMs + startMs,
      endMs: stretch.endMs + startMs,
    });
    const isSeam = (last: Stretch | undefined, next: Stretch): last is Stretch =>
      last !== undefined && last.endMs >= startMs - SEAM_MS && next.startMs <= startMs + SEAM_MS;
    for (const segment of channel.segments.map(shift)) {
      const last = segments.at(-1);
      if (isSeam(last, segment)) last.endMs = segment.endMs;
      else segments.push(segment);
    }
    for (const stretch of channel.other.map(shift)) {
      const last = other.at(-1);
      if (last?.kind === stretch.kind && isSeam(last, stretch)) last.endMs = stretch.endMs;
      else other.push(stretch);
    }
  }
  return { segments, noiseDb: mean(noise), speechDb: mean(speech), other };
}

function mean(values: readonly (readonly [power: number, weight: number])[]): number | null {
  const weight = values.reduce((sum, [, one]) => sum + one, 0);
  return weight > 0 ? levelOf(values.reduce((sum, [power, one]) => sum + power * one, 0) / weight) : null;
}
