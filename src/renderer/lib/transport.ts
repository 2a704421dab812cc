import type { ClientLink } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { type EarmarkBridge, portMessage } from '#shared/contract/bridge.ts';

type Link = ClientLink<Record<never, never>>;

/** The way to the main side: a message port in the desktop app, requests in the browser. Works once per page. */
export function openTransport(): Link {
  const bridge = (window as { earmark?: EarmarkBridge }).earmark;
  const { origin } = window.location;
  if (bridge === undefined) return new FetchLink({ url: `${origin}/rpc` });
  const { port1, port2 } = new MessageChannel();
  bridge.connect();
  window.postMessage(portMessage, origin, [port2]);
  port1.start();
  return new PortLink({ port: port1 });
}
