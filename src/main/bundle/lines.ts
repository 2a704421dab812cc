import { AppError } from '#shared/model/errors.ts';

const NEWLINE = 10;

const unreadable = () =>
  new AppError(
    'damaged',
    'This bundle is damaged (a text in it cannot be read); ask for it again. Nothing was imported.',
  );

/**
 * The lines of a UTF-8 text that comes in pieces, without their ends; an empty last line is left out. Holds one line at a time.
 * Throws `unsupported` for a line beyond `mostBytes` and `damaged` for bytes that are no UTF-8.
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (parts: readonly Uint8Array[]) => {
    try {
      return decoder.decode(Buffer.concat(parts));
    } catch {
      throw unreadable();
    }
  };
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      held.push(piece.subarray(from, end));
      yield decode(held);
      held = [];
      bytes = 0;
      from = end + 1;
    }
    if (from === piece.byteLength) continue;
    bytes += piece.byteLength - from;
    if (bytes > mostBytes) {
      throw new AppError('unsupported', 'This bundle was not opened: a line in it is too long. Nothing was imported.');
    }
    // The piece's buffer may be used again by who made it.
    held.push(piece.slice(from));
  }
  if (bytes > 0) yield decode(held);
}
