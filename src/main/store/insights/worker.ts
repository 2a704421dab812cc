import { workerData } from 'piscina';
import { insightsContract } from '#shared/contract/insights.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { ReadDb } from '../db.ts';
import { threadDatabase } from '../thread-database.ts';
import { createInsightReader, type InsightName, type InsightReader, type QuestionOf } from './answers.ts';
import type { InsightLimits } from './context.ts';
import { readOverview } from './coverage.ts';
import { Dropped, doings, type Task } from './task.ts';

const { board } = workerData as { board: SharedArrayBuffer };
/** What this thread does (0 = nothing), how far it is, of how much; and the question that nobody waits for any more. */
const shared = new Int32Array(board);
const database = threadDatabase();
let opened: { db: ReadDb; reader: InsightReader } | undefined;

function get(): { db: ReadDb; reader: InsightReader } {
  if (opened === undefined) {
    const db = database();
    opened = { db, reader: createInsightReader(db) };
  }
  return opened;
}

function taskOf(ticket: number): Task {
  return {
    step: (doing, done, total) => {
      if (Atomics.load(shared, 3) === ticket) throw new Dropped();
      Atomics.store(shared, 1, done);
      Atomics.store(shared, 2, total);
      Atomics.store(shared, 0, doings.indexOf(doing) + 1);
    },
  };
}

/** Answers one question; null for one that was dropped meanwhile. As text: it costs the asking thread least. */
export const answer = (q: {
  name: InsightName;
  question: QuestionOf<InsightName>;
  limits: InsightLimits;
  ticket: number;
}): string | null => {
  try {
    return toText(q.name, get().reader.answer(q.name, q.question as never, q.limits, taskOf(q.ticket)));
  } catch (error) {
    if (error instanceof Dropped) return null;
    throw error;
  } finally {
    Atomics.store(shared, 0, 0);
  }
};

export const overview = (q: { filter: CallFilter }): string => toText('overview', readOverview(get().db, q.filter));

/** Held to the contract here instead of by the router: it keeps a thread for a frame and more. Null = there is no such agent. */
function toText(name: InsightName | 'overview', found: unknown): string {
  if (found !== null) insightsContract[name]['~orpc'].outputSchema?.parse(found);
  return JSON.stringify(found);
}
