import { rawDigestOf } from './content-digest.ts';
import { type ReadDb, sql } from './db.ts';

/** Whether a call was erased from this computer on purpose; only a hash of its id is kept. */
export function isErased(db: ReadDb, callId: string): boolean {
  return sql(db, 'SELECT 1 FROM erased WHERE id_sha256 = ?').get(rawDigestOf(callId)) !== undefined;
}
