import type { Migration } from './types.ts';

/** What agents say, names and numbers aside: each wording once, an index of its words, and the families they fall into. */
export const wordings: Migration = {
  version: 120,
  name: 'wordings',
  up: (db) => {
    db.exec(`
      CREATE TABLE families (
        no INTEGER PRIMARY KEY,
        agent TEXT NOT NULL, -- calls.agent_key; '' where a call has none
        key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL -- made of its own words; what a person calls it is review work
      ) STRICT;
      CREATE INDEX families_by_agent ON families (agent);

      CREATE TABLE wordings (
        no INTEGER PRIMARY KEY,
        agent TEXT NOT NULL,
        key TEXT NOT NULL,
        template TEXT NOT NULL,
        found_family INTEGER NOT NULL REFERENCES families (no), -- the one it fell into by itself
        family INTEGER NOT NULL REFERENCES families (no), -- the one it is in: moved or merged by a person, say
        UNIQUE (agent, key)
      ) STRICT;
      CREATE INDEX wordings_by_family ON wordings (family);
      CREATE INDEX wordings_by_found_family ON wordings (found_family);

      CREATE TABLE wording_terms (
        agent INTEGER NOT NULL, -- a number for the agent: what is rare and looked at first is another word for every agent
        term INTEGER NOT NULL, -- a number for a word
        wording_no INTEGER NOT NULL REFERENCES wordings (no) ON DELETE CASCADE,
        PRIMARY KEY (agent, term, wording_no)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX wording_terms_by_wording ON wording_terms (wording_no);
    `);
  },
};
