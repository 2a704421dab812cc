import { SNIFF_BYTES } from '../audio/sniff.ts';
import type { SignedUrl } from '../voicy/types.ts';
import type { PartFile, PartNotes } from './part-file.ts';

/** Told what happens to one download, in order. Bytes it is told of can be read from the file. Nothing here may throw. */
export interface DownloadObserver {
  /** A link that the download uses from now on. */
  signed(url: SignedUrl): void;
  /** The part is open, or begins anew after `restarting`; `bytes` of it are there already. */
  opened(part: Pick<PartNotes, 'validator' | 'totalBytes'> & { path: string; bytes: number }): void;
  /** The bytes so far are about to be forgotten. */
  restarting(): void;
  /** So many bytes are on the disk now. */
  appended(bytes: number): void;
  /** The first bytes, once enough of them are there to tell what they are. */
  head(bytes: Uint8Array): void;
  /** The whole file is in its place. */
  finished(path: string): void;
  /** The download is over; if `finished` was not told, it has failed for now. */
  ended(): void;
}

/** The same part, which tells `observer` what becomes of it. */
export async function observePart(part: PartFile, observer: DownloadObserver): Promise<PartFile> {
  let headTold = false;
  const tellHead = async () => {
    const enough = Math.min(SNIFF_BYTES, part.notes?.totalBytes ?? SNIFF_BYTES);
    if (headTold || part.bytes < enough) return;
    headTold = true;
    observer.head(await part.head(SNIFF_BYTES));
  };
  const tellOpened = () => {
    const { path, bytes, notes } = part;
    observer.opened({ path, bytes, validator: notes?.validator ?? null, totalBytes: notes?.totalBytes ?? null });
  };
  tellOpened();
  await tellHead();
  // Not a spread: `bytes` and `notes` are getters.
  return Object.assign(Object.create(part) as PartFile, {
    restart: async (notes: PartNotes) => {
      headTold = false;
      observer.restarting();
      await part.restart(notes);
      tellOpened();
    },
    append: async (chunk: Uint8Array) => {
      await part.append(chunk);
      observer.appended(part.bytes);
      await tellHead();
    },
  });
}
