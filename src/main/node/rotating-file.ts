import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** A file appended to line by line; at `maxBytes` it becomes `<path>.1` (replacing the one before) and a new one begins. */
export function openRotatingFile(path: string, maxBytes: number): { write(line: string): void; close(): void } {
  let fd: number | null = openSync(path, 'a', 0o600);
  let size = fstatSync(fd).size;
  return {
    write(line) {
      if (fd === null) return;
      if (size >= maxBytes) {
        closeSync(fd);
        renameSync(path, `${path}.1`);
        fd = openSync(path, 'a', 0o600);
        size = fstatSync(fd).size;
      }
      size += writeSync(fd, line);
    },
    close() {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}
