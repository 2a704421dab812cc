import type { Settings } from '#shared/model/settings.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { Field, Select } from '../../ui/field.tsx';

const modes: readonly (readonly [Settings['patientPlayback'], string])[] = [
  ['off', 'Goes on'],
  ['slower', 'Goes slower'],
  ['rewind', 'Waits, then plays on from 2 s before'],
];

/** What the sound does while a note is typed. */
export function NoteSettings() {
  const settings = useSettings();
  const update = useUpdateSettings();
  return (
    <Field label="While you type a note, the sound">
      {(ids) => (
        <Select
          {...ids}
          className="w-72"
          value={settings.patientPlayback}
          onChange={(event) => {
            const patientPlayback = modes.find(([value]) => value === event.target.value)?.[0];
            if (patientPlayback !== undefined) update({ patientPlayback });
          }}
        >
          {modes.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
