import type { WriteDb } from '../db.ts';

/** One step of the schema. Frozen once released: mend a mistake with the next step. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (db: WriteDb) => void;
}
