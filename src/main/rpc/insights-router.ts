import { implement } from '@orpc/server';
import { insightsContract } from '#shared/contract/insights.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Insights } from '../insights/service.ts';

/** The procedures of insights. */
export function createInsightsRouter(insights: () => Insights) {
  // Large answers are held to the contract on the thread that makes them (`store/insights/worker.ts`).
  const os = implement(insightsContract).$config({ initialOutputValidationIndex: Number.NaN });
  return os.router({
    overview: os.overview.handler(({ input }) => insights().overview(input.filter)),
    latency: os.latency.handler(({ input, signal }) => insights().ask('latency', input, signal)),
    stages: os.stages.handler(({ input, signal }) => insights().ask('stages', input, signal)),
    tail: os.tail.handler(({ input, signal }) => insights().ask('tail', input, signal)),
    bias: os.bias.handler(({ input, signal }) => insights().ask('bias', input, signal)),
    sound: os.sound.handler(({ input, signal }) => insights().ask('sound', input, signal)),
    outcomes: os.outcomes.handler(({ input, signal }) => insights().ask('outcomes', input, signal)),
    tools: os.tools.handler(({ input, signal }) => insights().ask('tools', input, signal)),
    cost: os.cost.handler(({ input, signal }) => insights().ask('cost', input, signal)),
    coverage: os.coverage.handler(({ input, signal }) => insights().ask('coverage', input, signal)),
    compareVersions: os.compareVersions.handler(async ({ input, signal }) => {
      const answer = await insights().ask('compareVersions', input, signal);
      if (answer === null) throw new AppError('not-found', 'This agent has no calls here; choose another one.');
      return answer;
    }),
    notable: os.notable.handler(({ input, signal }) => insights().ask('notable', input, signal)),
    turnsBehind: os.turnsBehind.handler(({ input, signal }) => insights().ask('turnsBehind', input, signal)),
    callsBehind: os.callsBehind.handler(({ input, signal }) => insights().ask('callsBehind', input, signal)),
    progress: os.progress.handler(() => insights().progress()),
  });
}
