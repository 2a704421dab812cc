import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#shared/model/settings.ts';
import { createInsightsRouter } from '../rpc/insights-router.ts';
import { storeDemo } from '../testing/demo-store.ts';
import { recordingLogger, temporaryDb } from '../testing/workspace-fixtures.ts';
import { createInsights, type Insights } from './service.ts';

let store: ReturnType<typeof temporaryDb>;
let settings: Settings;
let insights: Insights;
beforeEach(() => {
  store = temporaryDb();
  storeDemo(store.db, Date.UTC(2026, 10, 25, 12));
  settings = defaultSettings;
  insights = createInsights({ dir: store.dir, logger: recordingLogger(), settings: () => settings });
});
afterEach(async () => {
  await insights.close();
  store.remove();
});

it('answers over the router, by the settings of the moment', async () => {
  const client = createRouterClient(createInsightsRouter(() => insights));
  expect((await client.overview({ filter: {} })).calls).toBe(70);
  const question = { filter: {}, by: 'all', measure: 'reported' } as const;
  const before = await client.latency(question);
  settings = { ...settings, slowLatencyMs: 100 };
  const after = await client.latency(question);
  expect([before.slowMs, after.slowMs]).toEqual([1200, 100]);
  expect(after.groups[0]?.aboveSlow?.k).toBeGreaterThan(before.groups[0]?.aboveSlow?.k ?? 0);
  await expect(client.compareVersions({ agent: 'nobody', a: '1', b: '2', filter: {} })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await client.progress()).toBeNull();
});

it('drops what nobody waits for, and goes on', async () => {
  const left = new AbortController();
  const question = { filter: {}, by: 'version' } as const;
  const first = insights.ask('coverage', question, undefined);
  const second = insights.ask('outcomes', question, left.signal);
  const third = insights.ask('sound', question, undefined);
  left.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  expect((await first).calls).toBe(70);
  expect((await third).calls).toBe(70);
});

it('says that the workspace is closed', async () => {
  await insights.close();
  await expect(insights.ask('notable', { filter: {} }, undefined)).rejects.toMatchObject({ code: 'conflict' });
});
