/**
 * What Electron's preload gives the page, as `window.earmark`; absent in the web host. There is no more to it: everything
 * else is a procedure of the contract.
 */
export interface EarmarkBridge {
  readonly host: 'electron';
  /**
   * Hands one message port to the main process; works once per page load. The page makes the channel, because a port
   * cannot pass through the context bridge itself:
   *
   *     const { port1, port2 } = new MessageChannel();
   *     window.earmark.connect();
   *     window.postMessage(portMessage, window.location.origin, [port2]);
   *     port1.start();
   *     const link = new RPCLink({ port: port1 }); // from @orpc/client/message-port
   */
  connect(): void;
}

/** The message with which the page hands the port to its preload. */
export const portMessage = 'earmark:port';

/** The channel on which the preload hands the port on to the main process. */
export const portChannel = 'earmark:connect';
