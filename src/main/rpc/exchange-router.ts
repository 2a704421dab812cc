import { implement } from '@orpc/server';
import { exchangeContract } from '#shared/contract/exchange.ts';
import type { Workspace } from '../workspace.ts';

/** The procedures of exporting calls and importing annotations. */
export function createExchangeRouter(workspace: () => Workspace) {
  const os = implement(exchangeContract);
  return os.router({
    make: os.make.handler(({ input, signal }) => workspace().exchange.make(input, signal)),
    clip: os.clip.handler(({ input, signal }) => workspace().exchange.clip(input, signal)),
    preview: os.preview.handler(({ input }) => workspace().exchange.preview(input)),
    apply: os.apply.handler(({ input }) => workspace().exchange.apply(input)),
    drop: os.drop.handler(async ({ input }) => {
      await workspace().handouts.remove(input.token);
      return {};
    }),
  });
}
