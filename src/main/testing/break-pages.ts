import { readFileSync, writeFileSync } from 'node:fs';

/** Overwrites pages (counted from 1) of a SQLite file, as a dying disk would. */
export function breakPages(path: string, pages: readonly number[]): void {
  const bytes = readFileSync(path);
  // Where the file format has the page size; 1 stands for 64 kB.
  const written = bytes.readUInt16BE(16);
  const size = written === 1 ? 65_536 : written;
  for (const page of pages) bytes.fill(0xa5, (page - 1) * size, page * size);
  writeFileSync(path, bytes);
}
