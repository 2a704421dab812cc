import { readFileSync, rmSync } from 'node:fs';
import { writeExport } from '../../src/main/export/write-export.ts';
import { openForReading } from '../../src/main/store/open.ts';

/** A call as it is exported: one line of JSON. */
export interface ExportedCall {
  id: string;
  line: string;
  /** Of its recording; null when nothing is known of one. */
  recordingState: string | null;
}

/** Exports a workspace through the file `out`, which is gone afterwards. */
export async function readExport(dir: string, out: string): Promise<ExportedCall[]> {
  const db = openForReading(dir);
  try {
    await writeExport(db, { format: 'jsonl', out, nowMs: Date.now() });
  } finally {
    db.close();
  }
  const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean);
  rmSync(out);
  return lines.map((line) => {
    const { call, recording } = JSON.parse(line) as { call: { call_id: string }; recording: { state: string } | null };
    return { id: call.call_id, line, recordingState: recording?.state ?? null };
  });
}

const AROUND = 60;

/** What differs between two exports, a short sentence per call; the order of the calls does not count. */
export function differences(found: readonly ExportedCall[], wanted: readonly ExportedCall[]): string[] {
  const byId = (calls: readonly ExportedCall[]) => new Map(calls.map(({ id, line }) => [id, line]));
  const [have, want] = [byId(found), byId(wanted)];
  return [...new Set([...have.keys(), ...want.keys()])].flatMap((id) => {
    const [is, should] = [have.get(id), want.get(id)];
    if (is === should) return [];
    if (is === undefined) return [`call ${id} is missing in the export`];
    if (should === undefined) return [`call ${id} is in the export and should not`];
    let at = 0;
    while (is[at] === should[at]) at += 1;
    const around = (line: string) => line.slice(Math.max(0, at - AROUND), at + AROUND);
    return [`call ${id} is exported with ${around(is)} instead of ${around(should)}`];
  });
}
