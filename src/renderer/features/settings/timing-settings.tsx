import { timingLimits } from '#shared/model/settings.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { SettingField } from './setting-field.tsx';
import { readMsWithin, readSecondsWithin } from './setting-numbers.ts';

/** The limits for what is measured in the sound: dead air, monologues, and how far reported and heard may differ. */
export function TimingSettings() {
  const settings = useSettings();
  const update = useUpdateSettings();
  const { deadAirMs, monologueMs, latencyToleranceMs } = timingLimits;
  return (
    <>
      <div className="flex flex-wrap gap-6">
        <SettingField
          label="Dead air from"
          unit="s"
          stored={String(settings.deadAirMs / 1000)}
          read={(text) => readSecondsWithin(text, ...deadAirMs)}
          onSave={(ms) => update({ deadAirMs: ms })}
        />
        <SettingField
          label="Monologue from"
          unit="s"
          stored={String(settings.monologueMs / 1000)}
          read={(text) => readSecondsWithin(text, ...monologueMs)}
          onSave={(ms) => update({ monologueMs: ms })}
        />
        <SettingField
          label="Tolerance"
          unit="ms"
          stored={String(settings.latencyToleranceMs)}
          read={(text) => readMsWithin(text, ...latencyToleranceMs)}
          onSave={(ms) => update({ latencyToleranceMs: ms })}
        />
      </div>
      <p className="text-text-2">
        Dead air is a silence of both parties; a monologue is the agent speaking on its own. Where reported and measured
        latency lie further apart than the tolerance, that is a finding.
      </p>
    </>
  );
}
