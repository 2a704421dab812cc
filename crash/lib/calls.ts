import { readFileSync } from 'node:fs';
import { fromRoot } from '../../scripts/lib/root.ts';
import { toneWav } from '../../src/main/testing/wav.ts';
import type { LiteralCall } from '../../src/sandbox/index.ts';

const hourMs = 3_600_000;
const fixture = (name: string): Uint8Array => readFileSync(fromRoot('src', 'main', 'audio', 'fixtures', name));

/** The call whose recording comes in several chunks. */
export const longCallId = 'wav-long';

/**
 * Calls that ended days before `nowMs`, so that nothing of them is still to come: recordings of every way they go on
 * this disk (kept as they are, copied into MP4, several chunks long), calls without one, and one whose recording is gone.
 */
export function crashCalls(nowMs: number): LiteralCall[] {
  const recordings: [string, Uint8Array | null, string?][] = [
    ['busy-1', null],
    ['wav-1', toneWav(300)],
    ['mp3-1', fixture('mono-16k.mp3'), 'audio/mpeg'],
    [longCallId, toneWav(24_000)],
    ['wav-2', toneWav(450)],
    ['aac-1', fixture('aac.aac'), 'audio/aac'],
    ['gone-1', toneWav(200)],
    ['wav-3', toneWav(700)],
    ['flac-1', fixture('flac.flac'), 'audio/flac'],
    ['busy-2', null],
    ['mp3-2', fixture('lame-8k.mp3'), 'audio/mpeg'],
    ['wav-4', toneWav(900)],
  ];
  return recordings.map(([id, bytes, contentType], i) =>
    crashCall(id, nowMs - 72 * hourMs - i * hourMs, bytes, contentType),
  );
}

/** One ended call with something for every table; without `bytes` it never connected. */
export function crashCall(
  id: string,
  startMs: number,
  bytes: Uint8Array | null,
  contentType = 'audio/wav',
): LiteralCall {
  const connected = bytes !== null;
  return {
    call: {
      call_id: id,
      start_timestamp: startMs,
      call_status: connected ? 'user_hangup' : 'busy',
      duration_ms: connected ? 20_000 : 0,
      agent: { id: 'agent-1', name: 'Front desk', version: 3 },
      summary: connected ? `What was said in ${id}.` : null,
      call_cost: { combined_cost: 0.02, currency: 'usd' },
      transcript: connected ? turns(id) : null,
      unknown_number: 12_345_678_901_234,
    },
    recording: connected ? { bytes, contentType } : null,
    ...(id.startsWith('gone') ? { life: { recordingState: 'gone' as const } } : {}),
  };
}

function turns(id: string) {
  return Array.from({ length: 12 }, (_, i) => ({
    role: i % 2 === 0 ? 'agent' : 'caller',
    content: `${id}, sentence ${i}: ${'words '.repeat(20)}`,
    timestamp_ms: i * 1500,
    ...(i % 2 === 0 ? { latency_breakdown: { total_perceived_ms: 900 + i, vad_delay_ms: 300 } } : {}),
  }));
}
