import { cleanJsonText, pruneDeep } from './json-text.ts';

/**
 * What an answer may be at most. Bytes count after decompression, so a gzip bomb stops here. What is nested deeper than
 * `maxDepth` is cut out, so that one absurd field of one call does not cost the page.
 */
export interface BodyLimits {
  maxBytes: number;
  maxDepth: number;
}

/** The body is bigger than any honest answer; nothing of it is kept. */
export class OversizeError extends Error {
  constructor(limit: number) {
    super(`body is larger than ${limit} bytes`);
    this.name = 'OversizeError';
  }
}

/** Follows nesting through chunks of UTF-8 JSON; `add` returns the deepest level so far. Strings are skipped. */
export function createDepthScanner(): { add(chunk: Uint8Array): number } {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  let escaped = false;
  return {
    add(chunk) {
      // By index: for-of over bytes is several times slower, and this sees every byte.
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === 0x5c) escaped = true;
          else if (byte === 0x22) inString = false;
        } else if (byte === 0x22) inString = true;
        else if (byte === 0x7b || byte === 0x5b) {
          depth += 1;
          if (depth > deepest) deepest = depth;
        } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
      }
      return deepest;
    },
  };
}

export interface JsonText {
  text: string;
  pruned: boolean;
}

/**
 * Reads a body as JSON text, stopping at the first byte over the limit (`OversizeError`). Invalid UTF-8 becomes U+FFFD, NUL is
 * removed, lone surrogates are replaced, nesting below the limit becomes null (`pruned`); numbers keep their digits. The text
 * is not parsed: a cut-off body is still possible.
 */
export async function readJsonText(
  body: ReadableStream<Uint8Array> | null,
  limits: BodyLimits,
  onChunk: (bytes: number) => void = () => undefined,
): Promise<JsonText> {
  if (body === null) return { text: '', pruned: false };
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const scanner = createDepthScanner();
  const pieces: string[] = [];
  let bytes = 0;
  let deepest = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      onChunk(value.byteLength);
      if (bytes > limits.maxBytes) throw new OversizeError(limits.maxBytes);
      deepest = scanner.add(value);
      pieces.push(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    // The body is given up; a failure to cancel it changes nothing for the caller.
    reader.cancel().catch(() => undefined);
    throw error;
  }
  pieces.push(decoder.decode());
  const text = cleanJsonText(pieces.join(''));
  const pruned = deepest > limits.maxDepth;
  return { text: pruned ? pruneDeep(text, limits.maxDepth) : text, pruned };
}
