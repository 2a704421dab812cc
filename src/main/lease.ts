import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Ports } from './ports.ts';
import type { LeaseHolder, LeaseOwner } from './store/lease.ts';
import { createLeaseKeeper, type LeaseKeeper } from './store/lease-keeper.ts';

/** A folder's lease as far as this process has it. */
export interface Lease {
  /** The folder's `host.db`, for notes. */
  readonly file: LeaseKeeper['file'];
  /** Why this process may only read now; null when it may write. */
  readOnly(): string | null;
  release(): Promise<void>;
}

/** Asks for the right to write into a workspace's folder, and keeps it. `onChange` = it was lost, or came free meanwhile. */
export function takeLease(dir: string, kind: LeaseOwner['kind'], ports: Ports, onChange: (() => void) | null): Lease {
  let holder: LeaseHolder | null = null;
  const keeper = createLeaseKeeper({
    dir,
    owner: { pid: process.pid, host: hostname(), kind, token: randomUUID() },
    clock: ports.clock,
    onLost: (by) => {
      holder = by;
      ports.logger.error({ by }, 'another process has taken this workspace over');
      onChange?.();
    },
    ...(onChange ? { onGained: onChange } : {}),
  });
  const answer = keeper.start();
  if (answer.kind === 'held') holder = answer.by;
  return {
    file: keeper.file,
    readOnly: () => (keeper.owned() ? null : heldBy(holder)),
    release: () => keeper.stop(),
  };
}

const names: Record<LeaseHolder['kind'], string> = {
  desktop: 'The Earmark desktop app',
  web: 'Earmark in a browser ("earmark serve")',
  command: 'An "earmark" command',
};

function heldBy(holder: LeaseHolder | null): string {
  if (holder === null)
    return 'This workspace cannot be written to right now, so it is read-only here; see that its folder can be written to.';
  const { kind, pid, host } = holder;
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return `${names[kind]} (${where}) is writing to this workspace, so it is read-only here until that one ends.`;
}
