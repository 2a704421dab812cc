/** Where a decoded block belongs on the recording's clock: silence to put before it, frames of it to leave out. */
export interface BlockPlacement {
  readonly silentFrames: number;
  readonly skipFrames: number;
}

const TOLERANCE_SECONDS = 0.005;

/**
 * Places a decoded block by its timestamp, never by counting: codecs hand out priming samples before zero, and files
 * have holes. Differences of a few ms are rounding of the container's clock and are let be.
 *
 * @param pushedFrames frames already placed.
 */
export function placeBlock(
  pushedFrames: number,
  timestampSeconds: number,
  frames: number,
  sampleRate: number,
): BlockPlacement {
  const start = Math.round(timestampSeconds * sampleRate);
  const shift = start - pushedFrames;
  const tolerance = pushedFrames === 0 && start < 0 ? 0 : TOLERANCE_SECONDS * sampleRate;
  if (Math.abs(shift) <= tolerance) return { silentFrames: 0, skipFrames: 0 };
  return shift > 0 ? { silentFrames: shift, skipFrames: 0 } : { silentFrames: 0, skipFrames: Math.min(frames, -shift) };
}

const MAX_DRIFT_MS = 50;
const MP3_FRAME_SAMPLES = 1152;

/**
 * How much longer (or, negative, shorter) the media engine takes a recording to be than was measured by decoding it;
 * null when the two agree well enough for waveform and sound to be one. The padding at the end of an MP3 stays in its
 * seekable copy and is no drift: that much longer is fine.
 */
export function durationDriftMs(
  mediaMs: number,
  recording: { readonly durationMs: number; readonly codec: string | null; readonly sampleRate: number | null },
): number | null {
  const driftMs = mediaMs - recording.durationMs;
  const paddingMs = recording.codec === 'mp3' ? (MP3_FRAME_SAMPLES / (recording.sampleRate ?? 8000)) * 1000 : 0;
  return driftMs < -MAX_DRIFT_MS || driftMs > MAX_DRIFT_MS + paddingMs ? driftMs : null;
}
