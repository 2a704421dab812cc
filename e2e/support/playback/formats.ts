import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoTruth, demoCalls, demoDir, demoTruth } from '../demo.ts';

/** One recording of the demo that stands for its format. */
export interface Sample {
  /** Container, codec, what distinguishes files of it, sampling rate: `mp3 VBR without Xing 16000`. */
  readonly format: string;
  readonly callId: string;
  readonly path: string;
  readonly durationMs: number;
  readonly sampleRate: number;
  readonly truth: DemoTruth;
  /** Start and position of each turn as the app counts them: the transcript's entries that are not the system's. */
  readonly turns: readonly { readonly position: number; readonly startMs: number }[];
}

/** For every format in the corpus its shortest whole recording, one party per channel where there is one. */
export function findSamples(): Sample[] {
  const best = new Map<string, Sample>();
  for (const { call, recording, recordingState, endsAfterMs } of demoCalls) {
    const truth = demoTruth[call.call_id];
    if (!recording || !truth || recordingState !== undefined || endsAfterMs !== undefined) continue;
    const path = join(demoDir, recording.file);
    const format = describeFormat(readFileSync(path), recording);
    if (format === null) continue;
    const { durationMs, sampleRate } = recording;
    const turns = (call.transcript ?? [])
      .filter((entry) => entry.role !== 'system')
      .flatMap(({ timestamp_ms }, position) => (timestamp_ms == null ? [] : [{ position, startMs: timestamp_ms }]));
    const sample = { format, callId: call.call_id, path, durationMs, sampleRate, truth, turns };
    const known = best.get(format);
    if (known === undefined || rank(sample) < rank(known)) best.set(format, sample);
  }
  return [...best.values()].sort((a, b) => a.format.localeCompare(b.format));
}

const rank = ({ truth, durationMs }: Sample): number => durationMs + (truth.channels.length > 1 ? 0 : 1e9);

/** What kind of file this is, read from its bytes without the app's own parsers; null for one that is broken off. */
function describeFormat(
  bytes: Buffer,
  { container, codec, sampleRate }: { container: string; codec: string; sampleRate: number },
): string | null {
  if (container === 'mp3') return `mp3 ${mp3Kind(bytes, sampleRate)} ${sampleRate}`;
  if (container !== 'mp4') return `${container} ${codec} ${sampleRate}`;
  const boxes = topLevelBoxes(bytes);
  if (!boxes.includes('moov')) return null;
  const place = boxes.indexOf('moov') < boxes.indexOf('mdat') ? 'first' : 'last';
  return `${container} ${codec} moov ${place} ${sampleRate}`;
}

function topLevelBoxes(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    names.push(bytes.toString('latin1', at + 4, at + 8));
    const size = bytes.readUInt32BE(at);
    if (size < 8) break;
    at += size;
  }
  return names;
}

const kbpsOfMpeg1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const kbpsOfMpeg2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

function mp3Kind(bytes: Buffer, sampleRate: number): string {
  const head = bytes.toString('latin1', 0, 200);
  const mpeg1 = sampleRate >= 32_000;
  const bitrates = new Set<number>();
  for (let at = 0; at + 4 <= bytes.length && bytes.readUInt16BE(at) >>> 5 === 0x7ff; ) {
    const flags = bytes.readUInt8(at + 2);
    const kbps = (mpeg1 ? kbpsOfMpeg1 : kbpsOfMpeg2)[flags >>> 4] ?? 0;
    if (kbps === 0) break;
    // The frame with the tag holds no sound and may be of another size.
    if (at > 0) bitrates.add(kbps);
    at += Math.floor(((mpeg1 ? 144_000 : 72_000) * kbps) / sampleRate) + ((flags >>> 1) & 1);
  }
  if (bitrates.size === 1) return 'CBR';
  return head.includes('Xing') ? 'VBR with Xing' : 'VBR without Xing';
}
