import type { Migration } from './types.ts';

/** Annotations by their words, kept in step with `review_items` by triggers, whoever writes those. */
export const noteSearch: Migration = {
  version: 90,
  name: 'note search',
  up: (db) => {
    db.exec(`
      CREATE TABLE note_texts (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, -- the annotation's
        call_id TEXT,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX note_texts_call ON note_texts (call_id);
      CREATE VIRTUAL TABLE note_words USING fts5(
        text, content='note_texts', content_rowid='n', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
      );

      CREATE TRIGGER note_texts_in AFTER INSERT ON note_texts BEGIN
        INSERT INTO note_words (rowid, text) VALUES (new.n, new.text);
      END;
      CREATE TRIGGER note_texts_out AFTER DELETE ON note_texts BEGIN
        INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', old.n, old.text);
      END;

      CREATE TRIGGER review_items_note_in AFTER INSERT ON review_items
      WHEN new.kind = 'annotation' AND new.deleted = 0 BEGIN
        INSERT INTO note_texts (id, call_id, text)
        VALUES (new.id, new.call_id, coalesce(CAST(json_extract(new.json, '$.fields.text') AS TEXT), ''));
      END;
      CREATE TRIGGER review_items_note_changed AFTER UPDATE ON review_items WHEN new.kind = 'annotation' BEGIN
        DELETE FROM note_texts WHERE id = old.id;
        INSERT INTO note_texts (id, call_id, text)
        SELECT new.id, new.call_id, coalesce(CAST(json_extract(new.json, '$.fields.text') AS TEXT), '')
        WHERE new.deleted = 0;
      END;
      CREATE TRIGGER review_items_note_out AFTER DELETE ON review_items WHEN old.kind = 'annotation' BEGIN
        DELETE FROM note_texts WHERE id = old.id;
      END;

      INSERT INTO note_texts (id, call_id, text)
      SELECT id, call_id, coalesce(CAST(json_extract(json, '$.fields.text') AS TEXT), '')
      FROM review_items WHERE kind = 'annotation' AND deleted = 0;
    `);
  },
};
