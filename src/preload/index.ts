import { contextBridge, ipcRenderer } from 'electron';
import { type EarmarkBridge, portChannel, portMessage } from '#shared/contract/bridge.ts';

let waiting = false;
let connected = false;

/** Passes the page's one port on. The main process checks the sender again. */
function onMessage(event: MessageEvent): void {
  const [port] = event.ports;
  const expected = event.source === window && event.data === portMessage && event.ports.length === 1;
  if (!expected || port === undefined || !waiting || connected) return;
  connected = true;
  window.removeEventListener('message', onMessage);
  ipcRenderer.postMessage(portChannel, null, [port]);
}

window.addEventListener('message', onMessage);

const bridge: EarmarkBridge = {
  host: 'electron',
  connect: () => {
    waiting = true;
  },
};
contextBridge.exposeInMainWorld('earmark', bridge);
