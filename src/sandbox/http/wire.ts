import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Reply } from './reply.ts';

/**
 * A connection written by hand, for answers that Node's HTTP server would never send. Whoever takes it must end it:
 * with `finish`, `reset`, or by leaving it open until the peer or the sandbox closes it.
 */
export interface Wire {
  /** Status line and headers exactly as given, plus `Connection: close`. */
  head(reply: Reply, extra?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves once the bytes were handed to the kernel, or the connection is gone. */
  write(bytes: Uint8Array): Promise<void>;
  readonly closed: boolean;
  /** Waits, or returns early when the connection closes; for ever when `ms` is 'forever'. */
  pause(ms: number | 'forever'): Promise<void>;
  /** Orderly close (FIN) after what was written. */
  finish(): void;
  /** RST after the peer had a moment to read what was written. */
  reset(): Promise<void>;
}

/** On loopback the peer has read everything by then, also on a busy machine; an RST earlier may swallow bytes in flight. */
const settleMs = 40;

/** Takes the connection of a request over from Node's HTTP server. */
export function takeWire(request: IncomingMessage): Wire {
  const { socket } = request;
  const write = (bytes: Uint8Array | string): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve();
      socket.once('close', resolve);
      socket.write(bytes, () => {
        socket.off('close', resolve);
        resolve();
      });
    });
  const pause = (ms: number | 'forever'): Promise<void> => waitFor(socket, ms);
  return {
    head(reply, extra = {}) {
      const lines = Object.entries({ ...reply.headers, ...extra, Connection: 'close' });
      const status = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? 'Unknown'}`;
      return write(`${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    },
    write,
    get closed() {
      return socket.destroyed;
    },
    pause,
    finish: () => socket.destroySoon(),
    async reset() {
      await pause(settleMs);
      socket.resetAndDestroy();
    },
  };
}

function waitFor(socket: Socket, ms: number | 'forever'): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const timer = ms === 'forever' ? undefined : setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      socket.off('close', done);
      resolve();
    }
    socket.once('close', done);
  });
}

/** Sends a reply the ordinary way, at the pace of the reader. */
export async function sendReply(response: ServerResponse, reply: Reply, withBody: boolean): Promise<void> {
  response.sendDate = false;
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': reply.body.length });
  if (withBody) {
    for await (const chunk of reply.body.chunks()) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
    }
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
