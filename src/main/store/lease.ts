import type { HostFile } from './host-file.ts';
import { isProcessAlive, processPlace, processStarted } from './process-identity.ts';

/** How often the owner says that it lives, and after how long without that another may take over; hardening.md F58. */
export const HEARTBEAT_MS = 5_000;
export const EXPIRY_MS = 20_000;

/** Who wants to write into a workspace's folder. `token` is random: it tells two openings of one process apart. */
export interface LeaseOwner {
  pid: number;
  host: string;
  kind: 'desktop' | 'web' | 'command';
  token: string;
}

/** Who writes now. */
export interface LeaseHolder {
  pid: number;
  host: string;
  kind: LeaseOwner['kind'];
  sinceMs: number;
}

export type LeaseAnswer = { kind: 'owned' } | { kind: 'held'; by: LeaseHolder };
export type RenewAnswer = { kind: 'kept' } | { kind: 'lost'; by: LeaseHolder | null };

interface LeaseRow {
  token: string;
  kind: LeaseOwner['kind'];
  pid: number;
  host: string;
  place: string;
  started: string;
  since_ms: number;
  renewed_ms: number;
}

/** Takes the lease unless a living owner holds it. Throws `conflict` when the file stays locked. */
export function acquireLease(file: HostFile, { owner, nowMs }: { owner: LeaseOwner; nowMs: number }): LeaseAnswer {
  return file.use((db) =>
    db
      .transaction((): LeaseAnswer => {
        const row = db.prepare<[], LeaseRow>('SELECT * FROM lease').get();
        if (row && row.token !== owner.token && isHeld(row, nowMs)) return { kind: 'held', by: holderOf(row) };
        const sinceMs = row?.token === owner.token ? row.since_ms : nowMs;
        db.prepare(
          `INSERT OR REPLACE INTO lease (one, token, kind, pid, host, place, started, since_ms, renewed_ms)
           VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          owner.token,
          owner.kind,
          owner.pid,
          owner.host,
          processPlace(),
          processStarted(owner.pid),
          sinceMs,
          nowMs,
        );
        return { kind: 'owned' };
      })
      .immediate(),
  );
}

/** A lease dated far ahead is no living one either: the clock was put back. */
function isHeld(row: LeaseRow, nowMs: number): boolean {
  if (Math.abs(nowMs - row.renewed_ms) > EXPIRY_MS) return false;
  return row.place !== processPlace() || isProcessAlive(row.pid, row.started);
}

/** Says that the owner lives. `lost` when another took over meanwhile (this machine slept, say): the owner must stop writing. */
export function renewLease(file: HostFile, { owner, nowMs }: { owner: LeaseOwner; nowMs: number }): RenewAnswer {
  const changed = file.use((db) =>
    db.prepare('UPDATE lease SET renewed_ms = ? WHERE token = ?').run(nowMs, owner.token),
  ).changes;
  if (changed === 1) return { kind: 'kept' };
  const by = readLease(file);
  if (by) return { kind: 'lost', by };
  // Nobody has it: the file was made anew.
  const again = acquireLease(file, { owner, nowMs });
  return again.kind === 'owned' ? { kind: 'kept' } : { kind: 'lost', by: again.by };
}

/** Gives the lease back; does nothing when another has it. */
export function releaseLease(file: HostFile, owner: LeaseOwner): void {
  file.use((db) => db.prepare('DELETE FROM lease WHERE token = ?').run(owner.token));
}

/** Who is noted as the owner, living or not; null when nobody is. */
export function readLease(file: HostFile): LeaseHolder | null {
  const row = file.use((db) => db.prepare<[], LeaseRow>('SELECT * FROM lease').get());
  return row ? holderOf(row) : null;
}

/** Whether the note still names this owner. Reads only, so it also works on a full disk. */
export function isLeaseOf(file: HostFile, owner: LeaseOwner): boolean {
  return file.use((db) => db.prepare('SELECT 1 FROM lease WHERE token = ?').get(owner.token)) !== undefined;
}

function holderOf(row: LeaseRow): LeaseHolder {
  return { pid: row.pid, host: row.host, kind: row.kind, sinceMs: row.since_ms };
}
