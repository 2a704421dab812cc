import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings, type Settings, settingsSchema, timingLimits } from '#shared/model/settings.ts';
import { createSettings } from './settings.ts';
import { writeSettings } from './store/settings.ts';
import { temporaryDb } from './testing/workspace-fixtures.ts';
import type { Writer } from './writer/writer.ts';

let place: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  place = temporaryDb();
});
afterEach(() => place.remove());

const open = () => createSettings(place.db, {} as Writer, () => undefined);

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
