import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { AudioFile } from './audio-file.ts';
import { pageScript } from './browser.ts';
import type { Scope } from './scope.ts';

export interface ServedFile {
  file: string;
  contentType: string;
}

/** Serves wavesurfer.js, the page that uses it, and the recordings (`/audio/0`, ...) on loopback, and `more` by their paths. Returns the page's URL. */
export async function serveWavesurfer(
  scope: Scope,
  recordings: readonly AudioFile[],
  more: ReadonlyMap<string, ServedFile> = new Map(),
): Promise<string> {
  const javascript = 'text/javascript';
  const files = new Map<string, ServedFile>([
    ['/', { file: pageScript('wavesurfer.html'), contentType: 'text/html' }],
    ['/wavesurfer-alone.js', { file: pageScript('wavesurfer-alone.js'), contentType: javascript }],
    ['/wavesurfer.esm.js', { file: fileURLToPath(import.meta.resolve('wavesurfer.js')), contentType: javascript }],
    ...recordings.map((recording, index) => [`/audio/${index}`, recording] as [string, AudioFile]),
    ...more,
  ]);
  const server = createServer((request, response) => {
    const found = files.get(request.url ?? '');
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { size } = statSync(found.file);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const start = from === undefined ? 0 : Number(from);
    const end = to === undefined || to === '' ? size - 1 : Math.min(size - 1, Number(to));
    response.writeHead(from === undefined ? 200 : 206, {
      'Content-Type': found.contentType,
      'Content-Length': end - start + 1,
      'Accept-Ranges': 'bytes',
      ...(from === undefined ? {} : { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    });
    createReadStream(found.file, { start, end }).pipe(response);
  });
  scope.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  return `http://127.0.0.1:${address.port}/`;
}
