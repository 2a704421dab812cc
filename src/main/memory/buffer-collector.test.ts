import { expect, it } from 'vitest';
import { noteSpentBuffer } from './buffer-collector.ts';

const MB = 2 ** 20;

it('has dead buffers collected before they pile up, and shows nobody else the collector', async () => {
  let dead = 0;
  const registry = new FinalizationRegistry<number>((bytes) => {
    dead += bytes;
  });
  for (let i = 0; i < 64; i += 1) {
    const chunk = new Uint8Array(MB);
    registry.register(chunk.buffer, chunk.byteLength);
    noteSpentBuffer(chunk.byteLength);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(dead).toBeGreaterThan(0);
  expect('gc' in globalThis).toBe(false);
});
