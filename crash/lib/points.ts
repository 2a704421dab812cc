import { join } from 'node:path';
import { expect } from 'vitest';
import { newestVersion } from '../../src/main/store/migrations/index.ts';
import { crashCalls, longCallId } from './calls.ts';
import type { Recovery } from './judge.ts';
import { stemOf } from './ledger.ts';
import { makeOldWorkspace } from './old-workspace.ts';
import type { RequestMoment } from './request-moment.ts';
import type { FileFault } from './shim.ts';
import type { World } from './world.ts';

/** A place where a process can die (hardening.md F46), and how to make it die there. */
export interface Point {
  name: string;
  /** When: at a file-system call, or when the vendor sees a request. */
  dies: FileFault | RequestMoment;
  /** The workspace at the start; default an empty one. */
  workspace?: (world: World) => string | Promise<string>;
  /** What runs; default the command's `sync`. A file of `crash/scripts`, given the workspace's folder. */
  script?: string;
  /** What must hold besides the invariants. */
  also?: (recovery: Recovery) => void;
  /** The call that this point erases: it may be there wholly or not at all. */
  erases?: string;
}

const wal = 'earmark.db-wal';
const long = `recordings/${stemOf(longCallId)}`;
const afterFolderSync = { op: 'sync', path: 'recordings' } as const;
/** Opening is over, what follows are the writes of the sync. */
const afterOpening = { op: 'mkdir', path: 'peaks' } as const;

const oldWorkspace = (world: World): string => {
  const dir = world.workspace();
  makeOldWorkspace(dir, crashCalls(world.sandbox.startedAtMs));
  return dir;
};

/** A workspace in which everything is there. */
export async function syncedWorkspace(world: World): Promise<string> {
  const dir = world.workspace();
  const { code, stderr } = await world.sync(dir);
  if (code !== 0) throw new Error(`the workspace could not be prepared: ${stderr}`);
  return dir;
}

/** The script of this room with that name. */
export const scriptFile = (name: string): string => join(import.meta.dirname, '..', 'scripts', name);

/** Every named point. A new one is an entry here; a step that no command makes alone gets a script. */
export const points: readonly Point[] = [
  { name: 'before the first request', dies: { on: 'list', nth: 1 } },
  { name: 'before a details request', dies: { on: 'get', nth: 3 } },
  { name: 'before a media request', dies: { on: 'media', nth: 2 } },
  {
    name: 'mid-body of a recording',
    dies: { ops: ['write'], path: `${long}.part`, nth: 1, act: 'kill-after' },
    also: ({ before, media }) => {
      expect(before.ready.has(longCallId)).toBe(false);
      expect(media.get(longCallId), 'the download goes on where it stood').toEqual([
        expect.stringMatching(/^bytes=[1-9]\d*-$/),
      ]);
    },
  },
  { name: 'within a write of a recording', dies: { ops: ['write'], path: `${long}.part`, nth: 1, act: 'kill-mid' } },
  { name: 'within the notes of a part', dies: { ops: ['write'], path: '*.part.json*', nth: 2, act: 'kill-mid' } },
  { name: 'after the last byte', dies: { ops: ['sync'], path: `${long}.part`, nth: 1, act: 'kill-before' } },
  { name: 'after the fsync of the file', dies: { ops: ['sync'], path: `${long}.part`, nth: 1, act: 'kill-after' } },
  { name: 'before the rename', dies: { ops: ['rename'], path: '*.part', nth: 1, act: 'kill-before' } },
  { name: 'after the rename', dies: { ops: ['rename'], path: '*.part', nth: 1, act: 'kill-after' } },
  {
    name: 'before the commit that says ready',
    dies: { ops: ['write'], path: wal, after: afterFolderSync, nth: 1, act: 'kill-before' },
  },
  {
    name: 'mid-commit of what says ready',
    dies: { ops: ['write'], path: wal, after: afterFolderSync, nth: 2, act: 'kill-mid' },
  },
  {
    name: 'after the commit that says ready',
    dies: { ops: ['sync'], path: wal, after: afterFolderSync, nth: 3, act: 'kill-after' },
    also: ({ before }) => expect(before.ready.size).toBeGreaterThan(0),
  },
  {
    name: 'mid-commit of calls',
    dies: { ops: ['write'], path: wal, after: afterOpening, nth: 40, act: 'kill-mid' },
  },
  { name: 'within the peaks file', dies: { ops: ['write'], path: 'peaks/*', nth: 1, act: 'kill-mid' } },
  { name: 'after the peaks file', dies: { ops: ['rename'], path: 'peaks/*', nth: 1, act: 'kill-after' } },
  { name: 'within a playable copy', dies: { ops: ['write'], path: '*.play.mp4.partial', nth: 1, act: 'kill-mid' } },
  { name: 'after making the database', dies: { ops: ['create'], path: 'earmark.db*', nth: 1, act: 'kill-after' } },
  { name: 'within the first schema', dies: { ops: ['write'], path: 'earmark.db*-wal', nth: 9, act: 'kill-mid' } },
  { name: 'mid-checkpoint', dies: { ops: ['write'], path: 'earmark.db', nth: 20, act: 'kill-mid' } },
  { name: 'after the checkpoint', dies: { ops: ['unlink'], path: wal, nth: 1, act: 'kill-before' } },
  {
    name: 'mid-migration',
    workspace: oldWorkspace,
    dies: { ops: ['write'], path: wal, nth: 7, act: 'kill-mid' },
    also: ({ before }) => expect(before.version, 'the step is whole or not made').toBe(10),
  },
  {
    name: 'after the migration',
    workspace: oldWorkspace,
    dies: { on: 'list', nth: 1 },
    also: ({ before }) => expect(before.version).toBe(newestVersion),
  },
  {
    name: 'mid-vacuum, in the log',
    workspace: syncedWorkspace,
    script: 'vacuum.ts',
    dies: { ops: ['write'], path: wal, nth: 30, act: 'kill-mid' },
  },
  {
    name: 'mid-vacuum, in the file',
    workspace: syncedWorkspace,
    script: 'vacuum.ts',
    dies: { ops: ['write'], path: 'earmark.db', nth: 10, act: 'kill-mid' },
  },
  {
    name: 'before a new database has its name',
    dies: { ops: ['rename'], path: 'earmark.db.new', nth: 1, act: 'kill-before' },
  },
  {
    name: 'after a new database has its name',
    dies: { ops: ['rename'], path: 'earmark.db.new', nth: 1, act: 'kill-after' },
  },
  {
    name: 'within the copy before a migration',
    workspace: oldWorkspace,
    dies: { ops: ['write'], path: 'backups/*', nth: 5, act: 'kill-mid' },
    also: ({ before }) => expect(before.version).toBe(10),
  },
  {
    name: 'mid-backup',
    workspace: syncedWorkspace,
    script: 'backup.ts',
    dies: { ops: ['write'], path: 'backups/*', nth: 5, act: 'kill-mid' },
  },
  {
    name: 'before a backup has its name',
    workspace: syncedWorkspace,
    script: 'backup.ts',
    dies: { ops: ['rename'], path: 'backups/*', nth: 1, act: 'kill-before' },
  },
  {
    name: 'mid-delete, in the log',
    workspace: syncedWorkspace,
    script: 'erase.ts',
    erases: longCallId,
    dies: { ops: ['write'], path: wal, nth: 12, act: 'kill-mid' },
  },
  {
    name: 'mid-delete, between the rows and the files',
    workspace: syncedWorkspace,
    script: 'erase.ts',
    erases: longCallId,
    dies: { ops: ['unlink'], path: 'recordings/*', nth: 1, act: 'kill-before' },
  },
  {
    name: 'mid-delete, between two files',
    workspace: syncedWorkspace,
    script: 'erase.ts',
    erases: longCallId,
    dies: { ops: ['unlink'], path: 'recordings/*', nth: 1, act: 'kill-after' },
  },
];
