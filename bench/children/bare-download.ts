import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ownPeakMb } from '../lib/memory.ts';

/** The least that keeping a recording takes: its bytes from the network into a file, and that onto the disk. See `big-recording.ts`. */
const [url = '', path = ''] = process.argv.slice(2);
const began = performance.now();
const answer = await fetch(url);
if (!answer.ok || !answer.body) throw new Error(`the storage answered ${answer.status}`);
const file = createWriteStream(path);
await pipeline(Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), file);
const handle = await open(path, 'r+');
await handle.sync();
await handle.close();
const ms = performance.now() - began;
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({ bytes: file.bytesWritten, ms, cpuMs: (user + system) / 1000, peakMb: ownPeakMb() })}\n`,
);
