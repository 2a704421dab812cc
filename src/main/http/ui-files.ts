import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { noncePlaceholder } from './security-headers.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/** One path segment of a built file: no dot first, no percent, no separator. So nothing needs decoding. */
const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Finds a file of the built UI by URL path; null for everything else. */
export async function readUiFile(root: string, urlPath: string): Promise<{ bytes: Uint8Array; type: string } | null> {
  const parts = urlPath === '/' ? ['index.html'] : urlPath.slice(1).split('/');
  const type = types[extname(parts.at(-1) ?? '')];
  if (type === undefined || !parts.every((part) => segment.test(part))) return null;
  try {
    const base = await realpath(root);
    const file = await realpath(join(base, ...parts));
    // A link inside the folder must not lead out of it.
    if (!file.startsWith(base + sep)) return null;
    return { bytes: await readFile(file), type };
  } catch {
    return null;
  }
}

/** The page with its nonce in place. */
export function withNonce(html: Uint8Array, nonce: string): string {
  return new TextDecoder().decode(html).replaceAll(noncePlaceholder, nonce);
}
