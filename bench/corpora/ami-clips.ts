import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/lib/root.ts';

/** A clip of real speech; channel 0 is the party who comes in. */
export interface AmiClip {
  readonly name: string;
  readonly file: string;
  readonly callerOnsetMs: number;
}

/** The labelled clips beside the repository; null where they are not. */
export function readAmiClips(): AmiClip[] | null {
  // A working tree lies one folder deeper than the repository itself.
  const dir = [dirname(root), dirname(dirname(root))]
    .map((parent) => join(parent, 'shared', 'data', 'ami-clips'))
    .find((candidate) => existsSync(join(candidate, 'labels.csv')));
  if (dir === undefined) return null;
  const [, ...lines] = readFileSync(join(dir, 'labels.csv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [name = '', , onset = ''] = line.split(',');
    return { name, file: join(dir, `${name}.wav`), callerOnsetMs: Number(onset) * 1000 };
  });
}
