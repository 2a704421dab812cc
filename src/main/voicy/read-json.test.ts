import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json-text.ts';
import { jsonTextOf, OversizeError, readBody, scanJson } from './read-json.ts';

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
    expect(await readJsonText(stream(chunks).body, limits)).toMatchObject({ text: '["שלום 👋"]', pruned: false });
    expect(await readJsonText(null, limits)).toMatchObject({ text: '', pruned: false });
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
    expect(await readJsonText(body, limits)).toMatchObject({ text: '{"a":[[[null]]],"b":"[[[[["}', pruned: true });
  });

  it('finds the depth of any JSON', () => {
    const nesting = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(nesting)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(scanJson(bytes(JSON.stringify(value))).deepest).toBe(nesting(value));
      }),
    );
  });

  it('says when a number may not fit a double, never that none does when one does not', () => {
    for (const text of [
      '9007199254740993',
      '[-123456789012345678]',
      '{"a":1e999}',
      '{"a":1.5E3}',
      '[0.12345678901234567]',
    ]) {
      expect(scanJson(bytes(text)).bigNumbers, text).toBe(true);
    }
    for (const text of [
      '{"a":[true,false,null,12]}',
      '"1e5 12345678901234567890"',
      '{"1e5":1751371200000}',
      '[1,"",2]',
    ]) {
      expect(scanJson(bytes(text)).bigNumbers, text).toBe(false);
    }
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.bigInt(), fc.double({ noNaN: true }), fc.integer())), (numbers) => {
        const text = `[${numbers.map((number) => (Number.isFinite(Number(number)) ? String(number) : '1e400')).join()}]`;
        const { bigNumbers } = scanJson(bytes(text));
        if (!bigNumbers) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
