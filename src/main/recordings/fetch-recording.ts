import { basename } from 'node:path';
import { SNIFF_BYTES, type SniffResult, sniffAudio } from '../audio/sniff.ts';
import { isDiskFull } from '../disk-full.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { observePart } from './download-observer.ts';
import { downloadWithRetries } from './download-retries.ts';
import type { FetchContext, FetchOutcome } from './fetch-context.ts';
import { commitFile } from './files.ts';
import { createFreeSpace, diskFullMessage, type FreeSpace } from './free-space.ts';
import { openPartFile, type PartFile, removePart } from './part-file.ts';

export type { FetchContext, FetchOutcome } from './fetch-context.ts';

/**
 * Gets one recording onto the disk: a fresh URL when the one at hand has expired or is refused (one new Get Call, one
 * retry), Range after a dropped connection, then magic bytes, fsync and rename. Rejects when cancelled; a full disk is an
 * outcome (`disk-full`): one that fills up under way leaves nothing of the recording behind.
 */
export async function fetchRecording(url: SignedUrl | null, context: FetchContext): Promise<FetchOutcome> {
  const { callId, paths } = context;
  const space = context.space ?? createFreeSpace(paths.recordingsDir);
  try {
    return await fetchInto(url, { ...context, space });
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    removePart(paths.part(callId), paths.partNotes(callId));
    const lacking = await space.lacking(context.expectedBytes ?? 0);
    return { kind: 'failed', code: 'disk-full', message: diskFullMessage(lacking) };
  }
}

async function fetchInto(url: SignedUrl | null, context: FetchContext & { space: FreeSpace }): Promise<FetchOutcome> {
  const { callId, paths } = context;
  const opened = await openPartFile(paths.part(callId), paths.partNotes(callId));
  const part = context.observer ? await observePart(opened, context.observer) : opened;
  let released = false;
  let isOfUse = true;
  try {
    const outcome = await downloadWithRetries(url, part, context, async () => sniffAudio(await part.head(SNIFF_BYTES)));
    if (outcome.kind !== 'complete') {
      isOfUse = outcome.code !== 'unusable';
      return outcome;
    }
    released = true;
    return await commit(part, outcome.seen, context);
  } catch (error) {
    if (isDiskFull(error)) {
      released = true;
      // Closing writes, which would fail again; the part is removed anyway.
      await part
        .release()
        .close()
        .catch(() => undefined);
    }
    throw error;
  } finally {
    context.observer?.ended();
    if (!released) {
      await part.close();
      if (part.bytes === 0 || !isOfUse) removePart(paths.part(callId), paths.partNotes(callId));
    }
  }
}

async function commit(part: PartFile, seen: SniffResult, context: FetchContext): Promise<FetchOutcome> {
  const { callId, paths, clock, rename } = context;
  const extension = seen.kind === 'audio' ? extensionOf(seen.container) : 'bin';
  const target = paths.original(callId, extension);
  const { bytes } = part;
  const sha256 = part.digest();
  try {
    await commitFile(part.release(), part.path, target, rename && { rename, clock });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'EBUSY' && code !== 'EACCES') throw error;
    return {
      kind: 'failed',
      code: 'disk',
      message: `Another program holds the recording's file (${code}); it is put in place at the next sync.`,
    };
  }
  removePart(paths.part(callId), paths.partNotes(callId));
  context.observer?.finished(target);
  return { kind: 'ready', name: basename(target), bytes, sha256 };
}

/** What recordings are called on disk, by their container. */
export function extensionOf(container: string): string {
  return container === 'mp4' ? 'm4a' : container === 'adts' ? 'aac' : container;
}
