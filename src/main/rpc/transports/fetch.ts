import type { AnyContractRouter } from '@orpc/contract';
import type { Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fetch';
import type { Logger } from '../../ports.ts';
import { createErrorInterceptor } from './error-mapper.ts';

/** A router that needs no context: all it works with was given to it when it was made. */
export type AppRouter<T extends AnyContractRouter> = Router<T, Record<never, never>>;

/** Procedures over HTTP under `/rpc`; null when the path names none. */
export function createFetchRpc<T extends AnyContractRouter>(
  router: AppRouter<T>,
  logger: Logger,
): (request: Request) => Promise<Response | null> {
  const handler = new RPCHandler(router, { clientInterceptors: [createErrorInterceptor(logger)] });
  return async (request) => (await handler.handle(request, { prefix: '/rpc', context: {} })).response ?? null;
}
