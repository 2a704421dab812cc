/** Bytes to send, made as they are needed so that 2 GB need no memory. */
export interface Body {
  readonly length: number;
  chunks(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A complete answer before anything is written; faults change it or the way it is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** A body of bytes in memory. */
export function bytesBody(bytes: Uint8Array): Body {
  return { length: bytes.byteLength, chunks: () => (bytes.byteLength > 0 ? [bytes] : []) };
}

/** An answer with a text body. */
export function textReply(
  status: number,
  contentType: string,
  text: string,
  headers: Record<string, string> = {},
): Reply {
  return { status, headers: { 'Content-Type': contentType, ...headers }, body: bytesBody(Buffer.from(text, 'utf8')) };
}

/** An answer with an already serialised JSON body. */
export function jsonReply(status: number, json: string, headers: Record<string, string> = {}): Reply {
  return textReply(status, 'application/json; charset=utf-8', json, headers);
}

/** The reply with some headers set, or taken away where the value is undefined. */
export function withHeaders(reply: Reply, changes: Readonly<Record<string, string | undefined>>): Reply {
  const headers: Record<string, string> = {};
  const gone = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(reply.headers)) if (!gone.has(name.toLowerCase())) headers[name] = value;
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) headers[name] = value;
  return { ...reply, headers };
}

/** The whole body as one buffer; for faults that need to see it. */
export async function collectBody(body: Body): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of body.chunks()) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The first `limit` bytes of a body, chunk by chunk. */
export async function* takeBytes(body: Body, limit: number): AsyncGenerator<Uint8Array> {
  let left = limit;
  if (left <= 0) return;
  for await (const chunk of body.chunks()) {
    const part = chunk.byteLength > left ? chunk.subarray(0, left) : chunk;
    yield part;
    left -= part.byteLength;
    if (left <= 0) return;
  }
}
