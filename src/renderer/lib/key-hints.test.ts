import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'),
);

/** A key that is written out anywhere but in the catalogue stays as it is when the reader changes it. */
it('no component writes a key of its own', () => {
  expect(files.length).toBeGreaterThan(50);
  const written = files.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\b(?:keys|aria-keyshortcuts)="[^"]*"/g)].map(
      ([text]) => `${path}: ${text}`,
    ),
  );
  expect(written).toEqual([]);
});
