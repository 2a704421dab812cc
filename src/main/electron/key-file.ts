import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { z } from 'zod';
import { workspaceKindSchema } from '#shared/model/connection.ts';

/** One encrypted key, with what encrypted it: a key of another keyring must not be tried, nor thrown away. */
const storedKeySchema = z.object({
  ciphertext: z.base64(),
  /** Linux: the keyring Electron chose; elsewhere the platform. */
  backend: z.string(),
  /** The first three bytes of the ciphertext: which kind of key encrypted it. */
  prefix: z.string(),
});
const keyFileSchema = z.object({
  keys: z.partialRecord(workspaceKindSchema, storedKeySchema),
  /** Keys of keyrings that were in use before; kept in case the reader goes back. */
  former: z.array(storedKeySchema.extend({ workspace: workspaceKindSchema })).default([]),
});

export type StoredKey = z.infer<typeof storedKeySchema>;
export type KeyFile = z.infer<typeof keyFileSchema>;

/** Reads the file; empty when there is none. A file that cannot be read is an error, never "no keys". */
export function readKeyFile(path: string): KeyFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { keys: {}, former: [] };
    throw error;
  }
  return keyFileSchema.parse(JSON.parse(text));
}

/** Replaces the file in one step, readable by its owner only. */
export async function writeKeyFile(path: string, content: KeyFile): Promise<void> {
  const next = `${path}.tmp`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(content));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, path);
}
