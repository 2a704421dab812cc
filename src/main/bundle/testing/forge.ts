import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { BundleManifest } from '#shared/model/bundle.ts';

/** What is in a bundle, to be changed by a test. */
export interface Content {
  manifest: BundleManifest;
  files: Record<string, Uint8Array>;
}

export const textOf = (content: Content, name: string): string => strFromU8(content.files[name] ?? new Uint8Array());

export function setText(content: Content, name: string, text: string): void {
  content.files[name] = strToU8(text);
}

/** Reads a bundle with another reader than ours. */
export function unpack(path: string): Content {
  const { 'manifest.json': manifest, ...files } = unzipSync(readFileSync(path));
  return { manifest: JSON.parse(strFromU8(manifest ?? new Uint8Array())), files };
}

/**
 * Writes a changed bundle whose sizes and hashes are right again, as somebody would who means to deceive; `edit` may put
 * wrong ones into the manifest afterwards.
 */
export function forge(
  path: string,
  change: (content: Content) => void,
  edit: (manifest: BundleManifest) => void = () => undefined,
): void {
  const content = unpack(path);
  change(content);
  for (const file of content.manifest.files) {
    const bytes = content.files[file.path];
    if (!bytes) continue;
    file.bytes = bytes.length;
    file.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
  edit(content.manifest);
  const manifest = strToU8(JSON.stringify(content.manifest));
  writeFileSync(path, zipSync({ ...content.files, 'manifest.json': manifest }));
}
