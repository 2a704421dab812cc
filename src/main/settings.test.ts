import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings, type Settings, settingsSchema, timingLimits } from '#shared/model/settings.ts';
import { createSettings } from './settings.ts';
import { writeSettings } from './store/settings.ts';
import { temporaryDb } from './testing/workspace-fixtures.ts';
import { localWriter } from './writer/writer.ts';

let place: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  place = temporaryDb();
});
afterEach(() => place.remove());

const open = () => createSettings(place.db, localWriter(place.db), { alone: true, onChanged: () => undefined });

it('reads settings that were stored before a setting existed: the new one has its default', () => {
  const { deadAirMs, monologueMs, latencyToleranceMs, ...before } = { ...defaultSettings, slowLatencyMs: 900 };
  writeSettings(place.db, before);
  expect(open().get()).toEqual({ ...before, deadAirMs: 3000, monologueMs: 30_000, latencyToleranceMs: 250 });
  expect([deadAirMs, monologueMs, latencyToleranceMs]).toEqual([3000, 30_000, 250]);
});

it.each(Object.keys(timingLimits) as (keyof typeof timingLimits)[])(
  '%s: within its limits, else its default',
  (name) => {
    const [least, most] = timingLimits[name];
    for (const value of [least, most]) {
      writeSettings(place.db, { [name]: value });
      expect(open().get()[name]).toBe(value);
    }
    for (const value of [least - 1, most + 1, 0.5]) {
      writeSettings(place.db, { [name]: value } as Partial<Settings>);
      expect(open().get()[name]).toBe(defaultSettings[name]);
      expect(settingsSchema.partial().safeParse({ [name]: value }).success).toBe(false);
    }
  },
);

it('sees its own changes, and those of another process where there is one', async () => {
  const own = open();
  const watching = createSettings(place.db, localWriter(place.db), { alone: false, onChanged: () => undefined });
  expect([own.get().slowLatencyMs, watching.get().slowLatencyMs]).toEqual([
    defaultSettings.slowLatencyMs,
    defaultSettings.slowLatencyMs,
  ]);
  expect((await own.update({ slowLatencyMs: 700 })).slowLatencyMs).toBe(700);
  expect([own.get().slowLatencyMs, watching.get().slowLatencyMs]).toEqual([700, 700]);
  await expect(own.update({ slowLatencyMs: 9_999_999 })).rejects.toThrow();
  expect(own.get().slowLatencyMs).toBe(700);
});
