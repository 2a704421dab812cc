import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { acceptPorts } from './accept-ports.ts';

interface FakePort {
  closed: boolean;
  started: boolean;
}

function setUp() {
  const served: FakePort[] = [];
  const warnings: string[] = [];
  const none = (): undefined => undefined;
  const logger = { debug: none, info: none, error: none, warn: (_: object, text: string) => warnings.push(text) };
  let listener: ((event: IpcMainEvent) => void) | undefined;
  const ipcMain = {
    on: (channel: string, added: (event: IpcMainEvent) => void) => {
      if (channel === 'earmark:connect') listener = added;
    },
  };
  acceptPorts(ipcMain as unknown as Pick<IpcMain, 'on'>, (port) => served.push(port as unknown as FakePort), logger);
  const frame = { detached: false, parent: null, url: 'app://earmark/', isDestroyed: () => false };
  const post = (senderFrame: object | null, count = 1): FakePort[] => {
    const ports = Array.from({ length: count }, () => makePort());
    listener?.({ senderFrame, ports } as unknown as IpcMainEvent);
    return ports;
  };
  return { post, frame, served, warnings };
}

function makePort(): FakePort {
  const port = { closed: false, started: false };
  const methods: Pick<MessagePortMain, 'close' | 'start'> = {
    close: () => {
      port.closed = true;
    },
    start: () => {
      port.started = true;
    },
  };
  return Object.assign(port, methods);
}

describe('acceptPorts', () => {
  it('serves the port of our page, and its next one after a reload', () => {
    const { post, frame, served } = setUp();
    const [first] = post(frame);
    expect(served).toEqual([first]);
    expect(first).toMatchObject({ started: true, closed: false });
    const [second] = post(frame);
    expect(first?.closed).toBe(true);
    expect(served).toEqual([first, second]);
  });

  it('closes and reports ports of anyone else, of several or of none', () => {
    const { post, frame, served, warnings } = setUp();
    const ports = [...post(null), ...post({ ...frame, parent: {} }), ...post({ ...frame, url: 'about:blank' })];
    ports.push(...post(frame, 2), ...post(frame, 0));
    expect(served).toEqual([]);
    expect(ports.every((port) => port.closed && !port.started)).toBe(true);
    expect(warnings).toHaveLength(5);
  });
});
