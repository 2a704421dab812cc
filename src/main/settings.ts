import { AppError } from '#shared/model/errors.ts';
import { defaultSettings, type Settings, settingsSchema } from '#shared/model/settings.ts';
import type { ReadDb } from './store/db.ts';
import { readAll } from './store/key-values.ts';
import { remembered } from './store/remembered.ts';
import type { Writer } from './writer/writer.ts';

/** What to change; a key that is undefined stays as it is. */
export type SettingsChanges = { [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsService {
  get(): Settings;
  update(changes: SettingsChanges): Promise<Settings>;
}

/** A workspace's settings; a stored value that this version cannot read counts as not set. */
export function createSettings(db: ReadDb, writer: Writer, onChanged: () => void): SettingsService {
  const read = (): Settings => {
    const stored = readAll(db, 'settings');
    const settings: Record<string, unknown> = { ...defaultSettings };
    for (const [key, schema] of Object.entries(settingsSchema.shape)) {
      const text = stored.get(key);
      if (text === undefined) continue;
      const parsed = schema.safeParse(JSON.parse(text));
      if (parsed.success) settings[key] = parsed.data;
    }
    return settingsSchema.parse(settings);
  };
  // Each call that a sync stores asks for them.
  const get = () => remembered(db, ['settings'], read);
  return {
    get,
    update: async (changes) => {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const next: Settings = { ...get(), ...Object.fromEntries(given) };
      if (next.slowLatencyMs > next.badLatencyMs) {
        throw new AppError('invalid-input', 'The "slow" threshold cannot be above the "bad" one.');
      }
      await writer.run('writeSettings', Object.fromEntries(given));
      onChanged();
      return get();
    },
  };
}
