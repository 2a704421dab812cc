import { type BundledOutcome, saveBundledCall } from '../store/bundled-calls.ts';
import type { WriteDb } from '../store/db.ts';
import { decodeCall } from '../voicy/decoder.ts';
import type { BundledLine } from './read-bundle.ts';

/** As deep as a vendor's answer may be. */
const MAX_DEPTH = 64;

/**
 * Stores a call that a bundle brought, read as if the vendor had answered with it: signed URLs that somebody left in it are
 * taken out, what cannot be read is `unreadable`.
 */
export function storeBundledCall(
  db: WriteDb,
  line: BundledLine,
  sender: string | null,
  nowMs: number,
): BundledOutcome | 'unreadable' {
  const decoded = decodeCall({
    body: Buffer.from(line.json),
    maxDepth: MAX_DEPTH,
    family: line.generation === 'functions' ? 'functions' : 'shared',
    known: line.generation,
    id: line.id,
    serverMs: line.fetchedMs,
  });
  if (decoded.kind === 'damaged' || decoded.value.kind === 'unreadable') return 'unreadable';
  const { call, rawJson } = decoded.value;
  return saveBundledCall(db, { call, rawJson, generation: line.generation, fetchedMs: line.fetchedMs }, sender, nowMs);
}
