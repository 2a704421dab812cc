import { hash } from 'node:crypto';
import { type ReadDb, sql } from './db.ts';

/** What remains of an erased call: a hash of its id, hex. */
export function idDigest(callId: string): string {
  return hash('sha256', callId, 'hex');
}

/** Whether this call was erased on purpose: a sync must not store it again. */
export function isErased(db: ReadDb, callId: string): boolean {
  // Few ever erase anything, and each call that a sync stores asks.
  if (sql(db, 'SELECT 1 FROM erased LIMIT 1').get() === undefined) return false;
  return sql(db, 'SELECT 1 FROM erased WHERE id_sha256 = ?').get(idDigest(callId)) !== undefined;
}
