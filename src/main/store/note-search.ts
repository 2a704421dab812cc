import { readFields } from '#shared/logic/review/read-item.ts';
import type { FoundNote, NoteCount, NotePage, NoteQuery } from '#shared/model/review/note-search.ts';
import { type ReadDb, sql } from './db.ts';
import { findReviewerId } from './reviewer.ts';
import { visibleNotes } from './sight.ts';

interface Row {
  id: string;
  callId: string | null;
  author: string;
  createdMs: number;
  updatedMs: number;
  json: string;
  excerpt: string;
  agentName: string | null;
  agentVersion: string | null;
  callStartMs: number | null;
  callIsHere: number;
}

interface Clause {
  from: string;
  where: string[];
  values: (string | number)[];
  /** What the full-text index was asked; null when it was not. */
  match: string | null;
}

const MOST_EXCERPT = 400;
// Writing without spaces: the index has whole stretches of it as one word, so it is looked through instead.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a question as the full-text index takes them: each must stand there, at least by its beginning. Null for none. */
export function matchOf(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' ');
}

function clauseOf({ text, tags, severities, authors, state }: NoteQuery): Clause {
  const clause: Clause = {
    from: 'note_texts t',
    where: [],
    values: [],
    match: null,
  };
  const wanted = text.trim();
  const match = matchOf(wanted);
  if (wanted !== '' && (match === null || unspaced.test(wanted))) {
    // Signs alone, or writing that has no words for the index.
    clause.where.push('instr(lower(t.text), lower(?)) > 0');
    clause.values.push(wanted);
  } else if (match !== null) {
    clause.from = 'note_words f JOIN note_texts t ON t.n = f.rowid';
    clause.where.push('note_words MATCH ?');
    clause.values.push(match);
    clause.match = match;
  }
  const marks = (list: readonly unknown[]) => list.map(() => '?').join(', ');
  if (authors.length > 0) {
    clause.where.push(`i.author IN (${marks(authors)})`);
    clause.values.push(...authors);
  }
  if (state !== 'all') {
    clause.where.push(`coalesce(json_extract(i.json, '$.fields.resolved'), 0) = ${state === 'resolved' ? 1 : 0}`);
  }
  if (severities.length > 0) {
    clause.where.push(`coalesce(json_extract(i.json, '$.fields.severity'), 'none') IN (${marks(severities)})`);
    clause.values.push(...severities);
  }
  if (tags.length > 0) {
    clause.where.push(
      `EXISTS (SELECT 1 FROM json_each(i.json, '$.fields.tags') AS tag WHERE tag.value IN (${marks(tags)}))`,
    );
    clause.values.push(...tags);
  }
  return clause;
}

/** A window of the annotations that are like this, the newest first; without those that whoever sits here may not see. */
export function searchNotes(db: ReadDb, q: { query: NoteQuery; offset: number; limit: number }): NotePage {
  const { from, where, values, match } = clauseOf(q.query);
  const may = visibleNotes(db, findReviewerId(db));
  where.push(may.where);
  values.push(...may.values);
  const source = `FROM ${from} JOIN review_items i ON i.kind = 'annotation' AND i.id = t.id
    ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`;
  const total = db
    .prepare(`SELECT count(*) ${source}`)
    .pluck()
    .get(...values) as number;
  // Which ones first, what is in them then: ten thousand excerpts would be made to show fifty.
  const found = db
    .prepare(`SELECT t.n ${source} ORDER BY i.created_ms DESC, i.id LIMIT ? OFFSET ?`)
    .pluck()
    .all(...values, q.limit, q.offset) as number[];
  return { rows: found.map((n) => readFound(db, n, match)), total, offset: q.offset };
}

function readFound(db: ReadDb, n: number, match: string | null): FoundNote {
  const row = sql<Row>(
    db,
    `SELECT i.id, i.call_id AS callId, i.author, i.created_ms AS createdMs, i.updated_ms AS updatedMs,
       json_set(i.json, '$.fields.text', NULL) AS json, substr(t.text, 1, ${MOST_EXCERPT}) AS excerpt,
       c.agent_name AS agentName, c.agent_version AS agentVersion, c.start_ms AS callStartMs,
       c.id IS NOT NULL AS callIsHere
     FROM note_texts t JOIN review_items i ON i.kind = 'annotation' AND i.id = t.id
       LEFT JOIN calls c ON c.id = i.call_id WHERE t.n = ?`,
  ).get(n);
  // The row was found a moment ago on this very connection.
  if (row === undefined) throw new Error(`no annotation ${n}`);
  const part =
    match === null
      ? undefined
      : (sql<string>(
          db,
          `SELECT snippet(note_words, 0, '', '', '…', 48) FROM note_words WHERE note_words MATCH ? AND rowid = ?`,
        )
          .pluck()
          .get(match, n) as string | undefined);
  return toFound({ ...row, excerpt: (part ?? row.excerpt).slice(0, 2 * MOST_EXCERPT) });
}

function toFound({ json, callIsHere, ...row }: Row): FoundNote {
  const { fields } = JSON.parse(json) as { fields: Record<string, unknown> };
  const { anchor, tags, severity, resolved } = readFields('annotation', fields);
  return { ...row, callIsHere: callIsHere === 1, anchor, tags: tags ?? [], severity, resolved: resolved ?? false };
}

/** How many annotations each call has, and how many of them are open. */
export function countNotes(db: ReadDb): NoteCount[] {
  const may = visibleNotes(db, findReviewerId(db));
  return db
    .prepare<unknown[], NoteCount>(
      `SELECT t.call_id AS callId, count(*) AS notes,
         sum(coalesce(json_extract(i.json, '$.fields.resolved'), 0) = 0) AS open
       FROM note_texts t JOIN review_items i ON i.kind = 'annotation' AND i.id = t.id
       WHERE t.call_id IS NOT NULL AND ${may.where} GROUP BY t.call_id`,
    )
    .all(...may.values);
}
