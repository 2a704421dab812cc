import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonOf, startTestCalls, type TestSandbox } from '../testing/test-client.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(10, { generation: 'functions' });
});
afterEach(() => sandbox.close());

async function page(limit: number, pagination_key?: unknown): Promise<{ ids: unknown[]; total: number }> {
  const json = jsonOf(await sandbox.list({ limit, ...(pagination_key ? { pagination_key } : {}) }));
  const { calls, total_count } = json as { calls: { call_id: string }[]; total_count: number };
  return { ids: calls.map((call) => call.call_id), total: total_count };
}

test('repeated-page', async () => {
  sandbox.faults.add({ kind: 'repeated-page' });
  const first = await page(4);
  expect(first.ids).toHaveLength(4);
  expect(await page(4, first.ids.at(-1))).toEqual(first);
});

test('repeated-page from the third page on', async () => {
  sandbox.faults.add({ kind: 'repeated-page', page: 3 });
  const first = await page(3);
  const second = await page(3, first.ids.at(-1));
  expect(second.ids).not.toEqual(first.ids);
  expect(await page(3, second.ids.at(-1))).toEqual(first);
});

test('endless-pages', async () => {
  sandbox.faults.add({ kind: 'endless-pages' });
  const seen = new Set<unknown>();
  let key: unknown;
  for (let i = 0; i < 6; i++) {
    const { ids } = await page(4, key);
    expect(ids).toHaveLength(4);
    for (const id of ids) seen.add(id);
    key = ids.at(-1);
  }
  expect(seen.size).toBe(24);
});

test('shrinking-pages', async () => {
  sandbox.faults.add({ kind: 'shrinking-pages' });
  const first = await page(6);
  const second = await page(6, first.ids.at(-1));
  expect([first.ids.length, second.ids.length]).toEqual([3, 2]);
  expect(second.total).toBeLessThan(first.total);
  expect(second.ids[0]).toBe('call-007');
});

test('bad-pagination-key', async () => {
  sandbox.faults.add({ kind: 'bad-pagination-key', status: 422 });
  const { ids } = await page(4);
  expect((await sandbox.list({ limit: 4, pagination_key: ids.at(-1) })).status).toBe(422);
});
