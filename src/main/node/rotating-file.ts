import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/**
 * A file appended to line by line; at `maxBytes` it becomes `<path>.1` (replacing the one before) and a new one begins.
 * Throws when it cannot be opened at first. A line that cannot be written later (the disk is full) is left out, and
 * `describeLoss` gives the line that says so once there is room again.
 */
export function openRotatingFile(
  path: string,
  maxBytes: number,
  describeLoss: (lines: number) => string,
): { write(line: string): void; close(): void } {
  let fd: number | null = null;
  let size = 0;
  let lost = 0;
  let closed = false;

  const open = (): number => {
    if (fd === null) {
      fd = openSync(path, 'a', 0o600);
      size = fstatSync(fd).size;
    }
    return fd;
  };
  const close = (): void => {
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  const append = (line: string): void => {
    open();
    if (size >= maxBytes) {
      close();
      renameSync(path, `${path}.1`);
    }
    size += writeSync(open(), line);
  };
  open();

  return {
    write(line) {
      if (closed) return;
      try {
        if (lost > 0) append(describeLoss(lost));
        lost = 0;
        append(line);
      } catch {
        // What is logged often is that the disk is full: the log must not bring down the work that goes on without it.
        lost += 1;
      }
    },
    close() {
      close();
      closed = true;
    },
  };
}
