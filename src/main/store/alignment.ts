import { alignCalls } from '#shared/logic/compare/align-calls.ts';
import type { PairedCall } from '#shared/logic/compare/decided-pairs.ts';
import { findMark, turnMark } from '#shared/logic/compare/turn-mark.ts';
import { itemsOf } from '#shared/logic/review/read-item.ts';
import type { CallAlignment, HeldFacts, HeldRef } from '#shared/model/compare.ts';
import type { Generation } from '#shared/model/connection.ts';
import type { Turn } from '#shared/model/turn.ts';
import { type ReadDb, sql } from './db.ts';
import { findItemsOfCall } from './review-items.ts';
import { findTurns } from './turns.ts';

/** A call's turns and its halves of pairs; null when the call is not here. */
export function findPairedCall(db: ReadDb, id: string): PairedCall | null {
  if (sql(db, 'SELECT 1 FROM calls WHERE id = ?').get(id) === undefined) return null;
  return { id, turns: findTurns(db, id), halves: itemsOf('pair', findItemsOfCall(db, id, ['pair'])) };
}

/** Two calls turn by turn, pins and breaks applied; null when one of them is not here. Seconds for calls of thousands of turns. */
export function readAlignment(db: ReadDb, a: string, b: string): CallAlignment | null {
  const first = findPairedCall(db, a);
  const second = findPairedCall(db, b);
  return first === null || second === null ? null : alignCalls(first, second);
}

interface CallColumns {
  agentName: string | null;
  agentVersion: string | null;
  startMs: number | null;
  generation: Generation | null;
}

/** So much of a turn's words is told, UTF-16 units. */
const BEGINNING = 160;

/** What is known of something held for comparing. Reads one turn, and the whole call only when that is not the one that was meant. */
export function findHeldFacts(db: ReadDb, { callId, index, mark }: HeldRef): HeldFacts {
  const call = sql<CallColumns>(
    db,
    `SELECT agent_name AS agentName, agent_version AS agentVersion, start_ms AS startMs, generation
     FROM calls WHERE id = ?`,
  ).get(callId);
  const nothing = { callId, index, mark, movedTo: null, role: null, text: null };
  const unknown: CallColumns = { agentName: null, agentVersion: null, startMs: null, generation: null };
  if (call === undefined) return { ...nothing, ...unknown, state: 'no-call' };
  if (index === null) return { ...nothing, ...call, state: 'here' };
  const turn = sql<Pick<Turn, 'role' | 'content'>>(
    db,
    'SELECT role, content FROM turns WHERE call_id = ? AND idx = ?',
  ).get(callId, index);
  const here = turn === undefined ? null : turnMark(turn);
  const said = { role: turn?.role ?? null, text: turn?.content.slice(0, BEGINNING) ?? null };
  if (here !== null && (mark === null || mark === here)) {
    return { ...nothing, ...call, ...said, mark: here, state: 'here' };
  }
  const movedTo = mark === null ? null : findMark(findTurns(db, callId), mark, index);
  if (movedTo !== null) return { ...nothing, ...call, ...said, movedTo, state: 'moved' };
  return { ...nothing, ...call, ...said, state: turn === undefined ? 'no-turn' : 'changed' };
}
