import type { WriteDb } from './db.ts';
import { writeValue } from './key-values.ts';

/** Stores settings by name, each as JSON. */
export function writeSettings(db: WriteDb, changes: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(changes)) writeValue(db, 'settings', key, JSON.stringify(value));
}
