import { FormatError } from '#shared/logic/formats/format-error.ts';

/**
 * The text of a file: UTF-8, or UTF-16 with a byte order mark (as Praat writes it) or recognisable without one.
 *
 * @throws FormatError naming the line, for bytes that are neither.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(`the file is not in ${encoding.toUpperCase()}; save it as UTF-8.`, badLine(bytes, encoding));
  }
}

function encodingOf([first = 0, second = 0, third = 0, fourth = 0]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // All these formats begin with signs of ASCII.
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return 'utf-8';
}

/** The first line, from 1, that cannot be decoded. */
function badLine(bytes: Uint8Array, encoding: string): number | null {
  if (encoding !== 'utf-8') return null;
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to;
  }
  return null;
}
