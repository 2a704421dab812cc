import { AppError } from '#shared/model/errors.ts';
import type { Clock } from '../ports.ts';
import { type HostFile, openHostFile } from './host-file.ts';
import {
  acquireLease,
  EXPIRY_MS,
  HEARTBEAT_MS,
  isLeaseOf,
  type LeaseAnswer,
  type LeaseHolder,
  type LeaseOwner,
  releaseLease,
  renewLease,
} from './lease.ts';

export interface LeaseKeeperOptions {
  dir: string;
  owner: LeaseOwner;
  clock: Clock;
  /** Another took over, or the file can neither be written nor read any more: stop writing now. Called once per loss. */
  onLost: (by: LeaseHolder | null) => void;
  /** When given, a lease that another holds (or took) is asked for again at every heartbeat, and this is called when it is ours. */
  onGained?: () => void;
}

/** Owns a workspace's lease: takes it, keeps it alive, notices its loss, gives it back. */
export interface LeaseKeeper {
  /** The folder's `host.db`, for notes too. */
  readonly file: HostFile;
  /** Asks for the lease and begins the heartbeat. Call once. */
  start(): LeaseAnswer;
  owned(): boolean;
  /** Ends the heartbeat, gives the lease back, closes the file. */
  stop(): Promise<void>;
}

/** Opens the folder's `host.db`; see `LeaseKeeper`. */
export function createLeaseKeeper({ dir, owner, clock, onLost, onGained }: LeaseKeeperOptions): LeaseKeeper {
  const file = openHostFile(dir);
  const life = new AbortController();
  let owned = false;
  let renewedMs = 0;
  let beating: Promise<void> = Promise.resolve();

  const lose = (by: LeaseHolder | null) => {
    owned = false;
    onLost(by);
  };

  const renew = () => {
    const nowMs = clock.now();
    try {
      const answer = renewLease(file, { owner, nowMs });
      if (answer.kind === 'lost') return lose(answer.by);
      renewedMs = nowMs;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A full disk keeps everyone from taking over as well: as long as the note names us, nobody did.
      if (!stillNamed(file, owner) && nowMs - renewedMs > EXPIRY_MS) lose(null);
    }
  };

  const tryToGain = () => {
    const nowMs = clock.now();
    try {
      if (acquireLease(file, { owner, nowMs }).kind === 'held') return;
    } catch (error) {
      // Locked or full: the next beat asks again.
      if (error instanceof AppError) return;
      throw error;
    }
    owned = true;
    renewedMs = nowMs;
    onGained?.();
  };

  const beat = async () => {
    for (;;) {
      try {
        await clock.sleep(HEARTBEAT_MS, life.signal);
      } catch (error) {
        if (life.signal.aborted) return;
        throw error;
      }
      if (life.signal.aborted) return;
      if (owned) renew();
      else if (onGained) tryToGain();
      else return;
    }
  };

  return {
    file,
    start: () => {
      const nowMs = clock.now();
      const answer = acquireLease(file, { owner, nowMs });
      owned = answer.kind === 'owned';
      renewedMs = nowMs;
      beating = beat();
      return answer;
    },
    owned: () => owned,
    stop: async () => {
      life.abort(new DOMException('closed', 'AbortError'));
      await beating;
      try {
        if (owned) releaseLease(file, owner);
      } catch (error) {
        // It runs out by itself in twenty seconds, and sooner for whoever sees that this process has ended.
        if (!(error instanceof AppError)) throw error;
      } finally {
        owned = false;
        file.close();
      }
    },
  };
}

function stillNamed(file: HostFile, owner: LeaseOwner): boolean {
  try {
    return isLeaseOf(file, owner);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
