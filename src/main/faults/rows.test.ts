import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rows, shownElsewhere } from './rows.ts';

const numbers = Array.from({ length: 69 }, (_, i) => `F${i + 1}`);

/** The rows that the test files of this folder name in a title, in order. */
function testedRows(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts') && name !== 'rows.test.ts');
  return files.flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    return [...text.matchAll(/^ {2}it\(row\('(F\d+)'\)/gm)].map((match) => match[1] ?? '');
  });
}

describe('the fault suite', () => {
  it('knows the rows F1 to F69', () => {
    expect(Object.keys(rows)).toEqual(numbers);
  });

  it('has one test for each row, or says why it cannot have one', () => {
    const whole = shownElsewhere.filter((each) => each.whole).map(({ id }) => id);
    const byNumber = (a: string, b: string) => Number(a.slice(1)) - Number(b.slice(1));
    expect([...testedRows(), ...whole].sort(byNumber)).toEqual(numbers);
  });

  it('gives a reason for everything that is shown elsewhere', () => {
    for (const { id, part, reason } of shownElsewhere) expect(`${part}: ${reason}`, id).toMatch(/^\S.{20,}\.$/);
  });
});
