import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallMeasures } from '#shared/model/measures.ts';
import type { ReadDb } from '../store/db.ts';
import { eachStoredCall, type StoredCall } from '../store/export.ts';
import { findCallMeasures, findTurnMeasures } from '../store/measures.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';
import { findTurns } from '../store/turns.ts';

/** Writes one line per call to `out`, whole or not at all. Returns how many calls. The fields are described in docs/cli.md. */
export async function exportJsonl(db: ReadDb, out: string): Promise<number> {
  const partial = `${out}.partial`;
  let calls = 0;
  const lines = function* () {
    for (const stored of eachStoredCall(db)) {
      calls += 1;
      yield callLine(db, stored);
    }
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return calls;
}

/** The raw call goes in as the text it is stored as: numbers too large for JavaScript come out as they came in. */
function callLine(db: ReadDb, stored: StoredCall): string {
  const measured = new Map(findTurnMeasures(db, stored.id).map((turn) => [turn.index, turn]));
  const call = measured.size === 0 ? undefined : findCallMeasures(db, stored.id);
  const turns = findTurns(db, stored.id).map((t) => ({
    index: t.index,
    role: t.role,
    content: t.content,
    startMs: t.startMs,
    endMs: whole(fromCallStart(measured.get(t.index)?.endMs ?? null, call)),
    reportedGapMs: t.reportedGapMs,
    measuredGapMs: whole(measured.get(t.index)?.gap?.ms ?? null),
  }));
  const rest = JSON.stringify({ recording: recordingOf(db, stored), turns, annotations: [] });
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
