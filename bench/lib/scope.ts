import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Owns what a benchmark starts, and ends it in the opposite order, whatever happens. */
export interface Scope {
  /** Called when the scope closes. */
  defer(dispose: () => unknown): void;
  /** A new folder that goes away with the scope. */
  temporaryDir(): string;
  /** A scope inside of this one, which may be closed earlier. */
  child(): Scope;
  close(): Promise<void>;
}

export function createScope(): Scope {
  const disposers: (() => unknown)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    for (let dispose = disposers.pop(); dispose; dispose = disposers.pop()) {
      try {
        await dispose();
      } catch (error) {
        console.error('could not clean up:', error instanceof Error ? error.message : error);
      }
    }
  };
  const scope: Scope = {
    defer: (dispose) => void disposers.push(dispose),
    temporaryDir: () => {
      const dir = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
      disposers.push(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
      return dir;
    },
    child: () => {
      const inner = createScope();
      disposers.push(() => inner.close());
      return inner;
    },
    close: () => {
      closing ??= closeAll().finally(() => {
        closing = null;
      });
      return closing;
    },
  };
  return scope;
}
