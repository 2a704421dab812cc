import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/model/errors.ts';
import { isDiskFull } from '../disk-full.ts';

/** A file that is handed over to the reader, or was by them. */
export interface Handout {
  path: string;
  fileName: string;
  contentType: string;
  bytes: number;
}

/** Files on their way out of a workspace and into it, each under a token that nobody can guess, for a quarter of an hour. */
export interface Handouts {
  /** Makes a file for the reader to fetch. Rejects with what `fill` throws; nothing is left then. */
  make<T>(
    file: { fileName: string; contentType: string },
    fill: (path: string) => Promise<T>,
  ): Promise<{ token: string; bytes: number; made: T }>;
  /** Takes in a file of at most `mostBytes`. Rejects with `unsupported` when it is larger, `disk-full`. */
  receive(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<{ token: string; bytes: number }>;
  /** Names a file that was made before its name was known. */
  rename(token: string, fileName: string): void;
  find(token: string): Handout | null;
  remove(token: string): Promise<void>;
  close(): void;
}

const KEPT_MS = 15 * 60_000;

/** Opens a folder for handouts in the workspace. `sweep` removes what earlier runs left there: for whoever has the workspace. */
export function createHandouts(dir: string, { sweep }: { sweep: boolean }): Handouts {
  if (sweep) rmSync(join(dir, 'handouts'), { recursive: true, force: true });
  const folder = join(dir, 'handouts', randomUUID());
  const kept = new Map<string, { handout: Handout; timer: NodeJS.Timeout }>();
  const newPath = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const token = randomBytes(24).toString('base64url');
    return { token, path: join(folder, token) };
  };
  const remove = async (token: string) => {
    const found = kept.get(token);
    if (!found) return;
    clearTimeout(found.timer);
    kept.delete(token);
    await rm(found.handout.path, { force: true });
  };
  const keep = async (token: string, file: Omit<Handout, 'bytes'>): Promise<number> => {
    const { size } = await stat(file.path);
    const timer = setTimeout(() => void remove(token), KEPT_MS);
    timer.unref();
    kept.set(token, { handout: { ...file, bytes: size }, timer });
    return size;
  };
  return {
    make: async ({ fileName, contentType }, fill) => {
      const { token, path } = newPath();
      try {
        const made = await fill(path);
        return { token, bytes: await keep(token, { path, fileName, contentType }), made };
      } catch (error) {
        await rm(path, { force: true });
        throw diskFull(error);
      }
    },
    receive: async (body, mostBytes) => {
      const { token, path } = newPath();
      try {
        const file = await open(path, 'wx', 0o600);
        try {
          let length = 0;
          for await (const chunk of body) {
            length += chunk.byteLength;
            if (length > mostBytes) throw new AppError('unsupported', 'This file is too large to be imported.');
            await file.writeFile(chunk);
          }
        } finally {
          await file.close();
        }
        const bytes = await keep(token, { path, fileName: 'received', contentType: 'application/octet-stream' });
        return { token, bytes };
      } catch (error) {
        await rm(path, { force: true });
        throw diskFull(error);
      }
    },
    rename: (token, fileName) => {
      const found = kept.get(token);
      if (found) found.handout.fileName = fileName;
    },
    find: (token) => kept.get(token)?.handout ?? null,
    remove,
    close: () => {
      for (const { timer } of kept.values()) clearTimeout(timer);
      kept.clear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function diskFull(error: unknown): unknown {
  if (!isDiskFull(error)) return error;
  return new AppError('disk-full', 'The disk is full: free some space, then try again.', { cause: error });
}
