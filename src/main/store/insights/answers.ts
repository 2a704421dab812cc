import type { CallsBehindQuestion, TurnsBehindQuestion } from '#shared/model/insights/behind.ts';
import type { CompareVersionsQuestion } from '#shared/model/insights/comparison.ts';
import type { InsightMeasure, InsightQuestion, SlowLimit } from '#shared/model/insights/question.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { ReadDb } from '../db.ts';
import { readCallsBehind, readTurnsBehind } from './behind.ts';
import { readComparison } from './comparison.ts';
import type { Context, InsightLimits } from './context.ts';
import { readCoverage } from './coverage.ts';
import { readLatency } from './latency.ts';
import { createLibraryReader } from './library.ts';
import { readCost, readTools } from './money-and-tools.ts';
import { readNotable } from './notable.ts';
import { readOutcomes } from './outcomes.ts';
import { readSound } from './sound.ts';
import { readBias, readStages } from './stages.ts';
import { readTail } from './tail.ts';
import type { Task } from './task.ts';

const answers = {
  latency: (context: Context, q: InsightQuestion & { measure: InsightMeasure }) => readLatency(context, q),
  stages: (context: Context, q: InsightQuestion) => readStages(context, q),
  tail: (context: Context, q: InsightQuestion & { measure: InsightMeasure; limit: SlowLimit }) => readTail(context, q),
  bias: (context: Context, q: InsightQuestion) => readBias(context, q),
  sound: (context: Context, q: InsightQuestion) => readSound(context, q),
  outcomes: (context: Context, q: InsightQuestion) => readOutcomes(context, q),
  tools: (context: Context, q: InsightQuestion) => readTools(context, q),
  cost: (context: Context, q: InsightQuestion) => readCost(context, q),
  coverage: (context: Context, q: InsightQuestion) => readCoverage(context, q),
  compareVersions: (context: Context, q: CompareVersionsQuestion) => readComparison(context, q),
  notable: (context: Context, q: { filter: CallFilter }) => readNotable(context, q.filter),
  turnsBehind: (context: Context, q: TurnsBehindQuestion) => readTurnsBehind(context, q),
  callsBehind: (context: Context, q: CallsBehindQuestion) => readCallsBehind(context, q),
};

/** The questions that need the turns read in, with what is asked and answered. */
export type InsightAnswers = typeof answers;
export type InsightName = keyof InsightAnswers;
export type QuestionOf<N extends InsightName> = Parameters<InsightAnswers[N]>[1];
export type AnswerOf<N extends InsightName> = ReturnType<InsightAnswers[N]>;

const KEPT_ANSWERS = 60;
/** Windows of lists are made from the library at once, and are many. */
const notKept: ReadonlySet<InsightName> = new Set<InsightName>(['turnsBehind', 'callsBehind']);

/** Answers questions from a library that is kept read in; answers are kept until anything was written to the database. */
export interface InsightReader {
  answer<N extends InsightName>(name: N, question: QuestionOf<N>, limits: InsightLimits, task: Task): AnswerOf<N>;
}

/** A reader on a connection of its own. */
export function createInsightReader(db: ReadDb): InsightReader {
  const library = createLibraryReader(db);
  const kept = new Map<string, unknown>();
  let keptFor = Number.NaN;
  return {
    answer: (name, question, limits, task) =>
      // One moment for everything that goes into an answer.
      db.transaction(() => {
        const read = library.read(task);
        // Families are named and merged without a change to the calls.
        const version = Number(db.pragma('data_version', { simple: true }));
        if (version !== keptFor) kept.clear();
        keptFor = version;
        const key = JSON.stringify([name, question, limits]);
        type Answer = AnswerOf<typeof name>;
        if (kept.has(key)) return kept.get(key) as Answer;
        const compute = answers[name] as (context: Context, q: QuestionOf<typeof name>) => Answer;
        const answer = compute({ db, library: read, limits, task }, question);
        if (!notKept.has(name)) {
          kept.set(key, answer);
          for (const old of kept.keys()) {
            if (kept.size <= KEPT_ANSWERS) break;
            kept.delete(old);
          }
        }
        return answer;
      })(),
  };
}
