import type { SupportedMessagePort } from '@orpc/client/message-port';
import type { AnyContractRouter } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import type { Logger } from '../../ports.ts';
import { createErrorInterceptor } from './error-mapper.ts';
import type { AppRouter } from './fetch.ts';

/** Procedures over message ports: `serve` answers one port until it closes, then ends its event streams. */
export function createMessagePortRpc<T extends AnyContractRouter>(
  router: AppRouter<T>,
  logger: Logger,
): { serve(port: SupportedMessagePort): void } {
  const handler = new RPCHandler(router, { clientInterceptors: [createErrorInterceptor(logger)] });
  return { serve: (port) => handler.upgrade(port, { context: {} }) };
}
