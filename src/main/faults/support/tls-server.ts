import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** An https server on this computer with a certificate that nobody vouches for, made in `dir` with openssl. */
export interface SelfSignedServer {
  readonly origin: string;
  /** Connections that were begun. */
  connections(): number;
  /** Requests that got as far as being sent: none may. */
  requests(): number;
  close(): Promise<void>;
}

export async function startSelfSigned(dir: string): Promise<SelfSignedServer> {
  const [key, cert] = [join(dir, 'test.key'), join(dir, 'test.crt')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-keyout', key, '-out', cert, '-days', '2', ...subject];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...made], {
    stdio: 'ignore',
  });
  let connections = 0;
  let requests = 0;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  server.on('connection', () => {
    connections += 1;
  });
  // The client hangs up in the middle of the handshake, as it should.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
