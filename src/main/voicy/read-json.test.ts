import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOf, jsonTextOf, OversizeError, readBody } from './read-json.ts';

function stream(chunks: Uint8Array[]): { body: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const rest = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = rest.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel() {
      cancelled = true;
    },
  });
  return { body, cancelled: () => cancelled };
}
const limits = { maxBytes: 1000, maxDepth: 4 };
const readJsonText = async (body: ReadableStream<Uint8Array> | null, { maxBytes, maxDepth } = limits) =>
  jsonTextOf(await readBody(body, maxBytes), maxDepth);
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a body', () => {
  it('puts characters together that were cut between chunks', async () => {
    const all = bytes('["שלום 👋"]');
    const chunks = [...all].map((byte) => Uint8Array.of(byte));
    expect(await readJsonText(stream(chunks).body, limits)).toEqual({ text: '["שלום 👋"]', pruned: false });
    expect(await readJsonText(null, limits)).toEqual({ text: '', pruned: false });
  });

  it('replaces invalid UTF-8, removes NUL, drops a byte order mark', async () => {
    const body = stream([Uint8Array.of(0xef, 0xbb, 0xbf, 0x22, 0xc3, 0x28, 0xff, 0x00, 0x22)]).body;
    expect((await readJsonText(body, limits)).text).toBe('"\ufffd(\ufffd"');
  });

  it('stops at the first byte over the limit and cancels the body', async () => {
    const source = stream(Array.from({ length: 50 }, () => bytes('x'.repeat(100))));
    await expect(readJsonText(source.body, limits)).rejects.toBeInstanceOf(OversizeError);
    expect(source.cancelled()).toBe(true);
  });

  it('cuts out what is nested too deeply', async () => {
    const { body } = stream([bytes('{"a":[[[[1]]]],'), bytes('"b":"[[[[["}')]);
    expect(await readJsonText(body, limits)).toEqual({ text: '{"a":[[[null]]],"b":"[[[[["}', pruned: true });
  });

  it('finds the depth of any JSON', () => {
    const nesting = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(nesting)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(depthOf(bytes(JSON.stringify(value)))).toBe(nesting(value));
      }),
    );
  });
});
