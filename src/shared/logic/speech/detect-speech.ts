import type { ChannelSpeech, Speech } from '../../model/timing.ts';
import type { ChannelEnergy } from '../peaks-format.ts';
import { SILENCE_DB } from '../peaks-format.ts';
import { findBleed, raiseToBleed } from './bleed.ts';
import { type Floor, followFloor } from './floor.ts';
import { isSameSound } from './identical.ts';
import { histogramOf, type Levels, levelOf, loudLevel, powerOf, quantile, splitChannels } from './levels.ts';
import { findMusic } from './music.ts';
import { refineRun } from './refine.ts';
import { findRuns, joinRuns, type Run } from './runs.ts';
import { findTones } from './tones.ts';

/** A channel of which not even 200 ms exceed this carries nothing, dBFS. */
const SILENT_DB = -62;
/** Two channels are compared where they lie within this of the loudest. */
const COMPARED_DB = 25;
const LEFTOVER_DB = 28;
const MASKED_DB = 20;

interface Channel {
  readonly levels: Levels;
  readonly loudDb: number;
  readonly other: readonly (Run & { readonly kind: 'music' | 'tones' })[];
  readonly masked: Uint8Array;
  readonly floor: Floor;
}

/**
 * Finds who speaks when on each channel from the levels of the peaks file. Deterministic; the same for a recording that
 * is louder or quieter as a whole. See docs/latency.md, "Speech detection".
 *
 * @param energy levels as the peaks file holds them; any number of channels.
 * @param durationMs length of the recording; segments end there at the latest.
 */
export function detectSpeech(energy: ChannelEnergy, durationMs: number): Speech {
  const { channels, hopMs } = energy;
  const lastMs = Number.isFinite(durationMs) ? Math.max(0, durationMs) : 0;
  if (channels < 1 || !(hopMs > 0)) return { durationMs: lastMs, channels: [], identical: false };
  const heard = splitChannels(energy).map((levels) => examine(levels, hopMs));
  const identical = areIdentical(heard, hopMs);
  return {
    durationMs: lastMs,
    identical,
    channels: heard.map((channel) => {
      if (channel.loudDb < SILENT_DB) return { segments: [], noiseDb: null, speechDb: null, other: [] };
      const threshold = channel.floor.db.slice();
      const others = heard.filter((other) => other !== channel && other.loudDb >= SILENT_DB);
      if (!identical) {
        for (const source of others) {
          const bleed = findBleed(channel.levels, channel.floor, source.levels, source.floor, hopMs);
          if (bleed !== null) raiseToBleed(threshold, source.levels, bleed, hopMs);
        }
      }
      return describe(channel, identical ? [] : others, threshold, hopMs, lastMs);
    }),
  };
}

function examine(levels: Levels, hopMs: number): Channel {
  const loudDb = loudLevel(histogramOf(levels), levels.length, hopMs);
  const masked = new Uint8Array(levels.length);
  if (loudDb < SILENT_DB) {
    const none = new Float32Array(0);
    return { levels, loudDb, masked, other: [], floor: { db: none, spread: none } };
  }
  const music = findMusic(levels, hopMs, loudDb).map((run) => ({ ...run, kind: 'music' as const }));
  for (const { from, to } of music) masked.fill(1, from, to);
  const tones = findTones(levels, hopMs, loudDb)
    .filter(({ from, to }) => masked[from] === 0 && masked[to - 1] === 0)
    .map((run) => ({ ...run, kind: 'tones' as const }));
  for (const { from, to } of tones) masked.fill(1, from, to);
  const other = [...music, ...tones].sort((a, b) => a.from - b.from);
  return { levels, loudDb, masked, other, floor: followFloor(levels, hopMs, masked) };
}

function areIdentical(channels: readonly Channel[], hopMs: number): boolean {
  const [first, ...rest] = channels;
  if (first === undefined || rest.length === 0) return false;
  if (channels.some(({ loudDb }) => loudDb < SILENT_DB)) return false;
  return rest.every((other) =>
    isSameSound(first.levels, other.levels, hopMs, Math.max(first.loudDb, other.loudDb) - COMPARED_DB),
  );
}

function describe(
  channel: Channel,
  others: readonly Channel[],
  threshold: Float32Array,
  hopMs: number,
  lastMs: number,
): ChannelSpeech {
  const { levels, floor, masked } = channel;
  for (let i = 0; i < threshold.length; i += 1) if (masked[i] === 1) threshold[i] = Number.POSITIVE_INFINITY;
  const runs = joinRuns(findRuns(levels, threshold, floor.spread), hopMs).filter(
    (run) => !isLeftover(run, channel, others),
  );
  const segments: { startMs: number; endMs: number }[] = [];
  runs.forEach((run, index) => {
    const before = runs[index - 1]?.to ?? 0;
    const after = runs[index + 1]?.from ?? levels.length;
    const found = refineRun(run, levels, threshold, floor.spread, hopMs, before, after);
    const startMs = Math.max(segments.at(-1)?.endMs ?? 0, found.startMs);
    const endMs = Math.min(lastMs, found.endMs);
    const last = segments.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else if (endMs > startMs) segments.push({ startMs, endMs });
  });
  return {
    segments,
    ...loudness(channel, segments, hopMs),
    other: channel.other.map(({ from, to, kind }) => ({
      startMs: Math.min(lastMs, from * hopMs),
      endMs: Math.min(lastMs, to * hopMs),
      kind,
    })),
  };
}

/** Joint stereo coding and uneven echoes leave specks that are far weaker than this channel's voice and than the other's. */
function isLeftover({ from, to }: Run, { levels, loudDb }: Channel, others: readonly Channel[]): boolean {
  const peak = loudest(levels, from, to);
  return peak < loudDb - LEFTOVER_DB && others.some((other) => loudest(other.levels, from, to) > peak + MASKED_DB);
}

function loudest(levels: Levels, from: number, to: number): number {
  let level = SILENCE_DB;
  for (let i = from; i < to; i += 1) level = Math.max(level, levels[i] as number);
  return level;
}

/** Mean level inside of the segments and, leaving other sound out, outside of them. */
function loudness(
  { levels, masked }: Channel,
  segments: readonly { startMs: number; endMs: number }[],
  hopMs: number,
): { noiseDb: number | null; speechDb: number | null } {
  let speech = 0;
  let speaking = 0;
  const counts = new Float64Array(256);
  let quiet = 0;
  let next = 0;
  for (let i = 0; i < levels.length; i += 1) {
    const atMs = (i + 0.5) * hopMs;
    while (next < segments.length && (segments[next]?.endMs ?? 0) <= atMs) next += 1;
    const segment = segments[next];
    const level = levels[i] as number;
    if (segment !== undefined && segment.startMs <= atMs) {
      speech += powerOf(level);
      speaking += 1;
    } else if (masked[i] === 0) {
      quiet += 1;
      counts[level + 128] = (counts[level + 128] as number) + 1;
    }
  }
  const noiseDb = quiet > 0 ? quantile(counts, quiet, 0.5) : SILENCE_DB;
  const speechDb = speaking > 0 ? levelOf(speech / speaking) : SILENCE_DB;
  return { noiseDb: noiseDb > SILENCE_DB ? noiseDb : null, speechDb: speechDb > SILENCE_DB ? speechDb : null };
}
