import { reviewOfLine } from '#shared/logic/formats/json-lines.ts';
import type { ExchangeCall } from '#shared/model/review/exchange.ts';
import type { ClockFit } from '#shared/model/timing.ts';
import type { ReadDb } from '../store/db.ts';
import { findStoredCall, type StoredCall } from '../store/export.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';

/**
 * A call's line of a JSONL export, described in docs/formats.md; undefined when it is not here any more. The raw call goes in
 * as the text it is stored as: numbers too large for JavaScript come out as they came in.
 */
export function callLine(db: ReadDb, call: ExchangeCall): string | undefined {
  const stored = findStoredCall(db, call.row.id);
  if (stored === undefined) return undefined;
  const heard = new Map(call.timing?.turns.map((turn) => [turn.index, turn]));
  const clock = call.timing?.clock ?? null;
  const turns = call.turns.map((t) => ({
    index: t.index,
    role: t.role,
    content: t.content,
    startMs: t.startMs,
    endMs: whole(fromCallStart(heard.get(t.index)?.endMs ?? null, clock)),
    reportedGapMs: t.reportedGapMs,
    measuredGapMs: whole(heard.get(t.index)?.gap?.ms ?? null),
  }));
  const rest = JSON.stringify({ recording: recordingOf(db, stored), turns, ...reviewOfLine(call) });
  return `{"call":${stored.json},${rest.slice(1)}\n`;
}

/** A time of the recording on the clock that the transcript's times are on (see `ClockFit`), ms. */
function fromCallStart(ms: number | null, clock: Pick<ClockFit, 'offsetMs' | 'driftPpm'> | null): number | null {
  return ms === null || clock === null ? ms : (ms - clock.offsetMs) / (1 + clock.driftPpm / 1e6);
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));

function recordingOf(db: ReadDb, { id, recordingState }: StoredCall) {
  const row = findRecording(db, id);
  if (!row) return null;
  const facts = findAudioFacts(db, id);
  return {
    state: recordingState,
    code: row.code,
    path: row.file ? `recordings/${row.file}` : null,
    sha256: row.sha256,
    bytes: row.bytes,
    durationMs: facts?.durationMs ?? null,
    channels: facts?.channels ?? null,
    codec: facts?.codec ?? null,
  };
}
