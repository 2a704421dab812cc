import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron';
import { portChannel } from '#shared/contract/bridge.ts';
import type { Logger } from '../ports.ts';
import { isAppUrl } from './app-url.ts';

/** Of the sender, just what decides. */
type Sender = { detached: boolean; parent: unknown; url: string; isDestroyed(): boolean } | null;

/** True for the main frame of our own page, alive at this moment. A missing or empty address counts as foreign. */
export function isTrustedSender(frame: Sender): boolean {
  if (frame === null || frame.isDestroyed() || frame.detached) return false;
  return frame.parent === null && isAppUrl(frame.url);
}

/**
 * The only IPC there is: takes the page's message port and serves procedures on it. `senderFrame` is read at once,
 * because it becomes null as soon as the frame navigates. A page that loads anew brings a new port; the old one closes.
 */
export function acceptPorts(
  ipcMain: Pick<IpcMain, 'on'>,
  serve: (port: MessagePortMain) => void,
  logger: Logger,
): void {
  let current: MessagePortMain | null = null;
  ipcMain.on(portChannel, (event: Pick<IpcMainEvent, 'senderFrame' | 'ports'>) => {
    const [port] = event.ports;
    if (!isTrustedSender(event.senderFrame) || port === undefined || event.ports.length !== 1) {
      for (const refused of event.ports) refused.close();
      logger.warn({}, 'a message port from an unknown sender was refused');
      return;
    }
    current?.close();
    current = port;
    serve(port);
    port.start();
  });
}
