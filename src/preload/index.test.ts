import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type EarmarkBridge, portChannel, portMessage } from '#shared/contract/bridge.ts';

const exposed = new Map<string, EarmarkBridge>();
const posted: Array<{ channel: string; message: unknown; ports: unknown[] }> = [];

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: EarmarkBridge) => exposed.set(name, api) },
  ipcRenderer: {
    postMessage: (channel: string, message: unknown, ports: unknown[]) => posted.push({ channel, message, ports }),
  },
}));

/** The page's window as far as the preload knows it. */
async function loadPreload() {
  exposed.clear();
  posted.length = 0;
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.resetModules();
  await import('./index.ts');
  const send = (change: { data?: unknown; source?: unknown; ports?: unknown[] } = {}): void => {
    const event = Object.assign(new Event('message'), {
      data: portMessage,
      source: page,
      ports: ['port'],
      ...change,
    });
    page.dispatchEvent(event);
  };
  const bridge = exposed.get('earmark');
  if (bridge === undefined) throw new Error('nothing was exposed');
  return { bridge, send };
}

describe('the preload', () => {
  beforeEach(() => vi.unstubAllGlobals());

  it('exposes the bridge and nothing else', async () => {
    const { bridge } = await loadPreload();
    expect([...exposed.keys()]).toEqual(['earmark']);
    expect(Object.keys(bridge).sort()).toEqual(['connect', 'host']);
    expect(bridge.connect()).toBeUndefined();
  });

  it('hands over one port, once, after it was asked to', async () => {
    const { bridge, send } = await loadPreload();
    send();
    expect(posted).toEqual([]);
    bridge.connect();
    send();
    send();
    bridge.connect();
    send();
    expect(posted).toEqual([{ channel: portChannel, message: null, ports: ['port'] }]);
  });

  it('ignores other messages, other windows and other numbers of ports', async () => {
    const { bridge, send } = await loadPreload();
    bridge.connect();
    send({ data: 'earmark:connect' });
    send({ source: {} });
    send({ ports: [] });
    send({ ports: ['a', 'b'] });
    expect(posted).toEqual([]);
  });
});
