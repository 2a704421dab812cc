import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDiskFull } from '../disk-full.ts';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { createFreeSpace, diskFullMessage, lackingBytes } from './free-space.ts';

const bytes = fc.integer({ min: 0, max: 2 ** 45 });

it('lacks exactly what would eat into the reserve', () => {
  fc.assert(
    fc.property(bytes, bytes, bytes, (free, needed, reserve) => {
      const lacking = lackingBytes(free, needed, reserve);
      expect(lacking >= 0).toBe(true);
      // Freeing what is lacking makes room, and one byte less would not.
      expect(lackingBytes(free + lacking, needed, reserve)).toBe(0);
      if (lacking > 0) expect(lackingBytes(free + lacking - 1, needed, reserve)).toBe(1);
    }),
  );
  expect(lackingBytes(null, 1e12, 1e12)).toBe(0);
});

it('asks the disk of the folder', async () => {
  const place = temporaryDir();
  const free = await createFreeSpace(place.dir).freeBytes();
  expect(free).toBeGreaterThan(0);
  expect(await createFreeSpace(place.dir, 0).lacking(1)).toBe(0);
  expect(await createFreeSpace(place.dir, Number.MAX_SAFE_INTEGER).lacking(1)).toBeGreaterThan(0);
  place.remove();
});

it('says how much has to be freed', () => {
  expect(diskFullMessage(1_234_500_001)).toContain('free 1,235 MB');
  expect(diskFullMessage(null)).toContain('The disk is full');
  expect(isDiskFull(Object.assign(new Error('no'), { code: 'ENOSPC' }))).toBe(true);
  expect(isDiskFull(Object.assign(new Error('no'), { code: 'EIO' }))).toBe(false);
});
