import { expect, it } from 'vitest';
import { isCertainlyFresh, isExpiring } from './url-age.ts';

const hour = 3_600_000;
const url = (lifeMs: number, text = '') => ({ url: text, obtainedAtMs: 1000, expiresAtMs: 1000 + lifeMs });

it.each([
  // A tenth of an hour,
  [hour, 0, false],
  [hour, 0.89 * hour, false],
  [hour, 0.91 * hour, true],
  // a minute of five,
  [300_000, 230_000, false],
  [300_000, 245_000, true],
  // a quarter of what is shorter,
  [60_000, 44_000, false],
  [60_000, 46_000, true],
  [2000, 1400, false],
  [2000, 1600, true],
  // and nothing of what was over when it came.
  [0, 0, true],
  [-5000, 0, true],
])('of %d ms life after %d ms: %s', (lifeMs, ageMs, expiring) => {
  expect(isExpiring(url(lifeMs), 1000 + ageMs)).toBe(expiring);
});

it('believes only a young URL that says how long it lives', () => {
  const since = 1_700_000_000_000;
  const from = (text: string) => ({ url: text, obtainedAtMs: since, expiresAtMs: since + hour });
  const known = from('https://s.test/x?Expires=1700003600');
  const unknown = from('https://s.test/x?sig=1');
  expect([0, 59_000, 61_000].map((age) => isCertainlyFresh(known, since + age))).toEqual([true, true, false]);
  expect([0, 3000].map((age) => isCertainlyFresh(unknown, since + age))).toEqual([true, false]);
  expect(isCertainlyFresh({ ...known, expiresAtMs: since + 500 }, since + 600)).toBe(false);
});
