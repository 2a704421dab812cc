import { saveDetail, saveListed } from '../../src/main/store/calls.ts';
import { inTransaction } from '../../src/main/store/db.ts';
import { openForWriting } from '../../src/main/store/open.ts';
import { noteRecording } from '../../src/main/store/recordings.ts';
import { parseCall } from '../../src/main/voicy/parse-call.ts';
import { syntheticCorpus } from '../../src/sandbox/index.ts';

const perTransaction = 1000;

/**
 * Puts generated calls into a workspace through the store's own functions, as a sync would, but without HTTP and without
 * the turns: the list shows none of them, and 100,000 transcripts would take many minutes.
 */
export function fillStore(dir: string, calls: number): void {
  const db = openForWriting(dir);
  try {
    const now = Date.now();
    const corpus = syntheticCorpus({ calls, seed: 1, startAt: now - 86_400_000, turnsPerCall: [4, 10] });
    let batch: (() => void)[] = [];
    const flush = (): void => {
      inTransaction(db, () => {
        for (const write of batch) write();
      });
      batch = [];
    };
    for (const id of corpus.ids()) {
      const call = corpus.get(id);
      if (call === undefined || !('atMs' in call.start)) throw new Error('the corpus has no such call');
      const json = { ...call.fields, start_timestamp: call.start.atMs, recording_url: null };
      const read = parseCall(json, 'v1');
      if (!read.ok) throw new Error(read.reason);
      batch.push(() => {
        saveListed(db, read.call, '{}', now);
        saveDetail(db, { ...read.call, turns: [], toolCalls: [] }, '{}', 'v1', now);
        const state = call.fields.transcript ? 'pending' : 'none';
        noteRecording(db, id, { state, code: state, message: null }, now);
      });
      if (batch.length >= perTransaction) flush();
    }
    flush();
  } finally {
    db.close();
  }
}
