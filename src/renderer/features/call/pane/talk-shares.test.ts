import { expect, it } from 'vitest';
import { talkShares } from './talk-shares.ts';

it('shares the recording out so that what both say counts once', () => {
  const shares = talkShares({ agentTalkMs: 40_000, callerTalkMs: 30_000, bothTalkMs: 10_000, silenceMs: 40_000 });
  expect(shares?.map(({ part, ms, percent }) => [part, ms, percent])).toEqual([
    ['agent', 30_000, 30],
    ['caller', 20_000, 20],
    ['both', 10_000, 10],
    ['nobody', 40_000, 40],
  ]);
});

it('shares out nothing where parties or time are not known', () => {
  const none = { agentTalkMs: null, callerTalkMs: null, bothTalkMs: null, silenceMs: null };
  expect(talkShares(none)).toBeNull();
  expect(talkShares({ agentTalkMs: 0, callerTalkMs: 0, bothTalkMs: 0, silenceMs: 0 })).toBeNull();
});
