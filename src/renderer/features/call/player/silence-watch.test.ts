import { expect, it } from 'vitest';
import { createSilenceWatch } from './silence-watch.ts';

const silences = [
  { startMs: 1000, endMs: 3000 },
  { startMs: 6000, endMs: 9000 },
];

function watching() {
  const watch = createSilenceWatch();
  watch.setSilences(silences);
  const jump = (timeMs: number) => watch.decide(timeMs, 'skip', 1, false).jumpMs;
  return { watch, jump };
}

it('skips what is come to, not what was gone to', () => {
  const { watch, jump } = watching();
  expect(jump(1500)).toBe(3000);
  watch.wentTo(1500);
  expect([jump(1500), jump(2900)]).toEqual([null, null]);
  expect(jump(6100)).toBe(9000);
});

it('keeps the gap of a turn that is played again until it is over', () => {
  const { watch, jump } = watching();
  watch.wentTo(5800);
  watch.keep({ startMs: 5800, endMs: 9250 });
  expect([jump(5785), jump(7000), jump(8990)]).toEqual([null, null, null]);
  expect(jump(9300)).toBeNull();
  // Come to again later, it is silence like any other.
  expect(jump(7000)).toBe(9000);
});
