import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A listening server on 127.0.0.1. */
export interface Listener {
  readonly port: number;
  readonly origin: string;
  /** Cuts every connection, also those that a fault left open for ever. */
  close(): Promise<void>;
}

/** Answers one request; a rejection becomes a 500 so that a bug of the sandbox is seen and not waited for. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Starts a server; port 0 takes a free one. */
export async function listen(handler: Handler, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      if (response.headersSent) return void request.socket.destroy();
      response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(`sandbox bug: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Clients of a fault-injecting server reset connections all the time; that is no event here.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const maxBodyBytes = 1024 * 1024;

/** The request's body as text, undefined when it is larger than any list request can be. */
export async function readText(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.byteLength;
    if (length > maxBodyBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
