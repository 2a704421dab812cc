import { reviewOfLine } from '#shared/logic/formats/json-lines.ts';
import type { CallMeasures } from '#shared/model/measures.ts';
import type { ExchangeCall } from '#shared/model/review/exchange.ts';
import type { ReadDb } from '../store/db.ts';
import { findStoredCall, type StoredCall } from '../store/export.ts';
import { findCallMeasures, findTurnMeasures } from '../store/measures.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';

/**
 * A call's line of a JSONL export, described in docs/formats.md; undefined when it is not here any more. The raw call goes in
 * as the text it is stored as: numbers too large for JavaScript come out as they came in.
 */
export function callLine(db: ReadDb, call: ExchangeCall): string | undefined {
  const stored = findStoredCall(db, call.row.id);
  if (stored === undefined) return undefined;
  const measured = new Map(findTurnMeasures(db, stored.id).map((turn) => [turn.index, turn]));
  const measures = measured.size === 0 ? undefined : findCallMeasures(db, stored.id);
  const turns = call.turns.map((t) => ({
    index: t.index,
    role: t.role,
    content: t.content,
    startMs: t.startMs,
    endMs: whole(fromCallStart(measured.get(t.index)?.endMs ?? null, measures)),
    reportedGapMs: t.reportedGapMs,
    measuredGapMs: whole(measured.get(t.index)?.gap?.ms ?? null),
  }));
  const rest = JSON.stringify({ recording: recordingOf(db, stored), turns, ...reviewOfLine(call) });
  return `{"call":${stored.json},${rest.slice(1)}\n`;
}

/** A time of the recording on the clock that the transcript's times are on (see `ClockFit`), ms. */
function fromCallStart(ms: number | null, clock: Clock | undefined): number | null {
  if (ms === null || clock === undefined) return ms;
  return (ms - (clock.clockOffsetMs ?? 0)) / (1 + (clock.clockDriftPpm ?? 0) / 1e6);
}

type Clock = Pick<CallMeasures, 'clockOffsetMs' | 'clockDriftPpm'>;

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
