import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadDb } from '../store/db.ts';
import { eachStoredCall, type StoredCall } from '../store/export.ts';
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
  const turns = findTurns(db, stored.id).map((t) => ({
    index: t.index,
    role: t.role,
    content: t.content,
    startMs: t.startMs,
    endMs: t.endMs,
    reportedGapMs: t.reportedGapMs,
    measuredGapMs: t.measuredGapMs,
  }));
  const rest = JSON.stringify({ recording: recordingOf(db, stored), turns, annotations: [] });
  return `{"call":${stored.json},${rest.slice(1)}\n`;
}

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
