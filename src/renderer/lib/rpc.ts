import { type ClientLink, createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '#shared/contract/index.ts';
import { type AppErrorCode, appErrorCodeSchema } from '#shared/model/errors.ts';
import { openTransport } from './transport.ts';

let transport: ClientLink<Record<never, never>> | null = null;

/** Opened with the first call, so that tests of other modules need no window. */
const link: ClientLink<Record<never, never>> = {
  call: (path, input, options) => {
    transport ??= openTransport();
    return transport.call(path, input, options);
  },
};

/** Every procedure of the contract, typed, over whichever transport this host has. */
export const client: ContractRouterClient<Contract> = createORPCClient(link);

/** Query and mutation options for each procedure: `useQuery(orpc.calls.get.queryOptions({ input: { id } }))`. */
export const orpc = createTanstackQueryUtils(client);

/** What went wrong, in one sentence for the reader, and its code when it was an expected failure. */
export interface Problem {
  /** `unreachable` = the application's own background process did not answer. */
  code: AppErrorCode | 'unreachable';
  message: string;
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) {
    const code = appErrorCodeSchema.safeParse(error.code);
    if (code.success) return { code: code.data, message: error.message };
    if (error.status === 401 || error.status === 403) {
      return {
        code: 'unauthorized',
        message: 'This page is no longer signed in to Earmark. Open the link that Earmark printed when it started.',
      };
    }
    return { code: 'internal', message: 'Something went wrong inside Earmark. Its log has the details.' };
  }
  return { code: 'unreachable', message: 'Earmark’s background process does not answer. Start Earmark again.' };
}
