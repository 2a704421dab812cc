import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActiveFault, ReplyTools } from '../faults/hooks.ts';
import type { Reply } from './reply.ts';
import { withHeaders } from './reply.ts';
import { sendReply, takeWire } from './wire.ts';

/** What is needed to answer one request. */
export interface Delivery {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly active: readonly ActiveFault[];
  readonly tools: Omit<ReplyTools, 'applied'>;
  readonly dateMs: number;
  /** Told the status before anything is written; 0 when no status line will be. */
  onStatus(status: number): void;
}

/** Passes a reply through the faults that met the request and writes it. */
export async function deliver(delivery: Delivery, prepared: Reply): Promise<void> {
  const { request, response, active, tools } = delivery;
  let reply = prepared;
  for (const { hooks, applied } of active) {
    if (hooks.reply) reply = await hooks.reply(reply, { ...tools, applied });
  }
  reply = withHeaders(reply, { Date: new Date(delivery.dateMs).toUTCString() });
  const sender = active.find((fault) => fault.hooks.send);
  delivery.onStatus(sender?.fault.kind === 'reset-before-headers' ? 0 : reply.status);
  if (sender?.hooks.send) {
    await sender.hooks.send(takeWire(request), reply, { ...tools, applied: sender.applied });
  } else {
    await sendReply(response, reply, request.method !== 'HEAD');
  }
}
