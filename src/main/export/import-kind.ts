import { type FileHandle, open } from 'node:fs/promises';

/** What a file that is to be imported is: a bundle of another seat, or a file of annotations. */
export type ImportKind = 'bundle' | 'annotations';

/** A bundle is a zip, and a zip begins so (PKWARE APPNOTE 4.3.7; an empty one with 4.3.16). No format of text does. */
const zipMagics = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];

/** What the first bytes of a file say it is. */
export function importKindOf(head: Uint8Array): ImportKind {
  return zipMagics.some((magic) => magic.every((byte, at) => head[at] === byte)) ? 'bundle' : 'annotations';
}

/** What a file on the disk is, by its first bytes. Throws what opening and reading it throws. */
export async function importKindOfFile(path: string): Promise<ImportKind> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const head = new Uint8Array(4);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return importKindOf(head.subarray(0, bytesRead));
  } finally {
    await file?.close();
  }
}
