import type { ChannelEnergy } from '#shared/logic/peaks-format.ts';
import { decodePeaksHeader, type PeaksHeader, readPeaksLevel, SILENCE_DB } from '#shared/logic/peaks-format.ts';
import type { WaveLevel } from '#shared/logic/wave-view.ts';

/** What can be drawn so far: the levels that have arrived, coarsest first. */
export interface PeaksData {
  readonly channels: number;
  readonly durationMs: number;
  readonly levels: readonly WaveLevel[];
  /** Measured energies; until they have arrived, what the coarse peaks say of them. */
  readonly energy: ChannelEnergy | null;
  /** Loudest sample of all channels, 1 to 127. */
  readonly loudest: number;
  readonly complete: boolean;
}

/** Both coarse levels of an hour of stereo, and the whole file of a short call. */
const FIRST_BYTES = 128 * 1024;

/** Reads the coarse levels of a call's peaks; for a short call that is everything. */
export async function loadCoarsePeaks(callId: string, signal: AbortSignal): Promise<PeaksData> {
  const first = await fetchBytes(callId, 0, FIRST_BYTES, signal);
  const header = decodePeaksHeader(first);
  const coarse = header.levels.filter((level) => level.kind === 'minmax' && level.hopMs > 10);
  const neededBytes = Math.max(0, ...coarse.map((level) => level.offset + level.byteLength));
  const bytes = neededBytes <= first.byteLength ? first : await fetchBytes(callId, 0, neededBytes, signal);
  return decodePeaks(bytes, header);
}

/** Reads the whole peaks file. */
export async function loadAllPeaks(callId: string, signal: AbortSignal): Promise<PeaksData> {
  return decodePeaks(await fetchBytes(callId, 0, null, signal));
}

/** Decodes as many levels as `bytes` holds. Views into `bytes`, nothing is copied. */
export function decodePeaks(bytes: Uint8Array, header: PeaksHeader = decodePeaksHeader(bytes)): PeaksData {
  const there = header.levels.filter((level) => level.offset + level.byteLength <= bytes.byteLength);
  const levels = there
    .filter((level) => level.kind === 'minmax')
    .map((level) => ({ hopMs: level.hopMs, channels: header.channels, values: readPeaksLevel(bytes, level) }))
    .sort((a, b) => b.hopMs - a.hopMs);
  const energy = there.find((level) => level.kind === 'energy');
  return {
    channels: header.channels,
    durationMs: header.durationMs,
    levels,
    energy:
      energy === undefined
        ? energyOfPeaks(levels.at(-1))
        : { channels: header.channels, hopMs: energy.hopMs, values: readPeaksLevel(bytes, energy) },
    loudest: loudestOf(levels[0]?.values),
    complete: there.length === header.levels.length,
  };
}

/** A stand-in until the energies have arrived, so that lanes have their names and colours from the first picture on. */
function energyOfPeaks(level: WaveLevel | undefined): ChannelEnergy | null {
  if (level === undefined) return null;
  const values = Int8Array.from({ length: level.values.length / 2 }, (_, i) => {
    const peak = Math.max(-(level.values[i * 2] ?? 0), level.values[i * 2 + 1] ?? 0);
    return peak > 0 ? Math.round(20 * Math.log10(peak / 127)) : SILENCE_DB;
  });
  return { channels: level.channels, hopMs: level.hopMs, values };
}

function loudestOf(values: Int8Array | undefined): number {
  let loudest = 1;
  for (const value of values ?? []) loudest = Math.max(loudest, Math.abs(value));
  return Math.min(127, loudest);
}

async function fetchBytes(callId: string, from: number, to: number | null, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(`/peaks/${encodeURIComponent(callId)}`, {
    signal,
    ...(to === null ? {} : { headers: { Range: `bytes=${from}-${to - 1}` } }),
  });
  if (!response.ok) throw new Error(`The waveform could not be read (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}
