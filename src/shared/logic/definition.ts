import type { DefinitionId } from '../model/finding.ts';

/** Where a figure comes from: as the vendor gave it, computed from the vendor's figures, heard in the recording, or from both. */
export type DefinitionSource = 'vendor' | 'computed' | 'sound' | 'both' | 'words';

/** What one figure means. A change of meaning is a new version, never a quiet edit. */
export interface Definition {
  readonly id: DefinitionId;
  readonly name: string;
  /** The moment it is counted from, and the moment it is counted to. */
  readonly start: string;
  readonly end: string;
  readonly source: DefinitionSource;
  /** How it is got, and what to know when reading it. */
  readonly note: string;
  readonly version: number;
}
