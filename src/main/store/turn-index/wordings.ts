import type { FamilyMember } from '#shared/logic/likeness/families.ts';
import { type Features, featuresOfTemplate, termNumber } from '#shared/logic/likeness/features.ts';
import { type ReadDb, sql } from '../db.ts';

/** Rows of the index of words that are looked at for one wording: the rarest words first, as long as there is room. */
const MOST_ROWS = 1000;
/** Wordings that are held against it, those with most words in common. */
const MOST_CANDIDATES = 60;

/** A wording that shares words with the one asked for. */
export interface Candidate {
  readonly no: number;
  readonly key: string;
  readonly agent: string;
  readonly template: string;
  readonly family: string;
}

/**
 * The wordings that share the rarest of these words (`termNumber`), best first. `agent` = only its; null = of all agents. How rare a
 * word is depends on the agent. Words that stand in very many of its wordings tell nothing apart and are passed over, unless there are
 * no others.
 */
export function findCandidates(
  db: ReadDb,
  terms: readonly number[],
  agent: string | null,
  most: { rows: number; candidates: number } = { rows: MOST_ROWS, candidates: MOST_CANDIDATES },
): Candidate[] {
  const count = sql<number>(
    db,
    'SELECT count(*) FROM (SELECT 1 FROM wording_terms WHERE agent = ? AND term = ? LIMIT ?)',
  ).pluck();
  const byRarity = agentNumbers(db, agent)
    .flatMap((of) =>
      [...new Set(terms)].map((term) => ({ of, term, rows: Number(count.get(of, term, most.rows + 1)) })),
    )
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.rows - b.rows || a.term - b.term || a.of - b.of);
  const shared = new Map<number, number>();
  let room = most.rows;
  const holders = sql<number>(
    db,
    'SELECT wording_no FROM wording_terms WHERE agent = ? AND term = ? ORDER BY wording_no LIMIT ?',
  ).pluck();
  for (const { of, term, rows } of byRarity) {
    if (rows > room && shared.size > 0) break;
    for (const no of holders.all(of, term, most.rows) as number[])
      shared.set(no, (shared.get(no) ?? 0) + 1 / (1 + Math.log(rows)));
    room -= rows;
  }
  const find = sql<Candidate>(
    db,
    `SELECT w.no, w.key, w.agent, w.template, f.key AS family FROM wordings w JOIN families f ON f.no = w.found_family
     WHERE w.no = ?`,
  );
  return [...shared]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most.candidates)
    .flatMap(([no]) => find.get(no) ?? []);
}

function agentNumbers(db: ReadDb, agent: string | null): number[] {
  const agents =
    agent === null ? (sql<string>(db, 'SELECT DISTINCT agent FROM families').pluck().all() as string[]) : [agent];
  return agents.map(termNumber);
}

/** Features of stored wordings, kept for as long as this thread lives; the oldest give way. */
export function createFeatureCache(most = 20_000): (template: string) => Features {
  const known = new Map<string, Features>();
  return (template) => {
    const found = known.get(template);
    if (found) return found;
    const features = featuresOfTemplate(template);
    if (known.size >= most) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(template, features);
    return features;
  };
}

/** Candidates as `chooseFamily` takes them. */
export function toMembers(
  candidates: readonly Candidate[],
  featuresOf: (template: string) => Features,
): FamilyMember[] {
  return candidates.map(({ family, template }) => ({ family, features: featuresOf(template) }));
}

/** The number of a wording of an agent; undefined when it is new. */
export function findWording(db: ReadDb, agent: string, key: string): number | undefined {
  return sql<number>(db, 'SELECT no FROM wordings WHERE agent = ? AND key = ?').pluck().get(agent, key) as
    | number
    | undefined;
}
