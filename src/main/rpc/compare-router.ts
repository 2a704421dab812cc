import { implement } from '@orpc/server';
import { compareContract } from '#shared/contract/compare.ts';
import type { Compare } from '../compare/service.ts';

/** The procedures about calls side by side. */
export function createCompareRouter(compare: () => Compare) {
  const os = implement(compareContract);
  return os.router({
    align: os.align.handler(({ input }) => compare().align(input.a, input.b)),
    decide: os.decide.handler(async ({ input }) => {
      await compare().decide(input.a, input.b, input.state);
      return {};
    }),
    release: os.release.handler(async ({ input }) => {
      await compare().release(input.a, input.b, input.pairIds);
      return {};
    }),
    facts: os.facts.handler(({ input }) => compare().facts(input.items)),
  });
}
