import { AppError } from '#shared/model/errors.ts';
import { defaultSettings, type Settings, settingsSchema } from '#shared/model/settings.ts';
import type { ReadDb } from './store/db.ts';
import { readAll } from './store/key-values.ts';
import type { Writer } from './writer/writer.ts';

/** What to change; a key that is undefined stays as it is. */
export type SettingsChanges = { [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsService {
  get(): Settings;
  update(changes: SettingsChanges): Promise<Settings>;
}

/**
 * A workspace's settings; a stored value that this version cannot read counts as not set. `alone` = no other process writes them: they are
 * kept from one change to the next, for each call that a sync stores asks for them.
 */
export function createSettings(
  db: ReadDb,
  writer: Writer,
  { alone, onChanged }: { alone: boolean; onChanged: () => void },
): SettingsService {
  let known: Settings | null = null;
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
  const get = () => {
    if (!alone) return read();
    known ??= read();
    return known;
  };
  return {
    get,
    update: async (changes) => {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const next: Settings = { ...get(), ...Object.fromEntries(given) };
      if (next.slowLatencyMs > next.badLatencyMs) {
        throw new AppError('invalid-input', 'The "slow" threshold cannot be above the "bad" one.');
      }
      await writer.run('writeSettings', Object.fromEntries(given));
      known = null;
      onChanged();
      return get();
    },
  };
}
