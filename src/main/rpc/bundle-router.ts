import { implement } from '@orpc/server';
import { bundleContract, reportContract } from '#shared/contract/bundle.ts';
import type { Workspace } from '../workspace.ts';

/** The procedures of sharing. */
export function createBundleRouter(workspace: () => Workspace) {
  const os = implement(bundleContract);
  return os.router({
    plan: os.plan.handler(({ input }) => workspace().bundles.plan(input)),
    make: os.make.handler(({ input, signal }) => workspace().bundles.make(input, signal)),
    inspect: os.inspect.handler(({ input }) => workspace().bundles.inspect(input.token)),
    merge: os.merge.handler(({ input }) => workspace().bundles.merge(input.token)),
    drop: os.drop.handler(async ({ input }) => {
      await workspace().handouts.remove(input.token);
      return {};
    }),
  });
}

/** The procedures of the call report. */
export function createReportRouter(workspace: () => Workspace) {
  const os = implement(reportContract);
  return os.router({
    make: os.make.handler(({ input }) => workspace().reports.make(input.callId, input.format)),
  });
}
