import type { ReactNode } from 'react';
import type { RecordingFilter, SyncFilter } from '#shared/model/settings.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { Checkbox } from '../../ui/field.tsx';
import { AgentChoice } from './agent-choice.tsx';
import { DateWindow } from './date-window.tsx';
import { SettingField } from './setting-field.tsx';
import { readDays, readSeconds, secondsText } from './setting-numbers.ts';

/** When to sync, which calls this workspace holds, and which recordings come by themselves. */
export function SyncSettings() {
  const settings = useSettings();
  const update = useUpdateSettings();
  return (
    <>
      <div className="-ml-1 flex flex-col gap-1">
        <Checkbox
          label="Sync by itself, now and then, while Earmark is open"
          checked={settings.autoSync}
          onChange={(event) => update({ autoSync: event.target.checked })}
        />
        <Checkbox
          label="Download recordings"
          checked={settings.downloadRecordings}
          onChange={(event) => update({ downloadRecordings: event.target.checked })}
        />
        <p className="pl-7 text-text-3">
          Without it, recordings are fetched when a call is opened. A call that was never opened cannot be heard offline
          then.
        </p>
      </div>
      <CallLimits filter={settings.syncFilter} onChange={(syncFilter) => update({ syncFilter })} />
      <RecordingLimits
        filter={settings.recordingFilter}
        disabled={!settings.downloadRecordings}
        onChange={(recordingFilter) => update({ recordingFilter })}
      />
    </>
  );
}

interface LimitsProps<F> {
  filter: F;
  onChange: (filter: F) => void;
}

function CallLimits({ filter, onChange }: LimitsProps<SyncFilter>) {
  const change = (part: Partial<SyncFilter>): void => onChange({ ...filter, ...part });
  return (
    <Group
      title="Calls to sync"
      explained="Only calls that match all of these are asked for from the next sync on. What is cached stays."
    >
      <AgentChoice chosen={filter.agents} onChange={(agents) => change({ agents })} />
      <DateWindow fromMs={filter.fromMs} toMs={filter.toMs} onSave={change} />
      <SettingField
        label="Shortest call"
        unit="s"
        placeholder="any"
        stored={secondsText(filter.minDurationMs)}
        read={readSeconds}
        onSave={(minDurationMs) => change({ minDurationMs })}
      />
      <Checkbox
        className="-ml-1 self-start"
        label="Also calls that were made as tests"
        checked={filter.includeTestCalls}
        onChange={(event) => change({ includeTestCalls: event.target.checked })}
      />
    </Group>
  );
}

function RecordingLimits({ filter, onChange, disabled }: LimitsProps<RecordingFilter> & { disabled: boolean }) {
  const change = (part: Partial<RecordingFilter>): void => onChange({ ...filter, ...part });
  return (
    <Group
      title="Recordings to download by themselves"
      explained={
        disabled
          ? 'Nothing is downloaded by itself while “Download recordings” is off.'
          : 'Only of calls that match all of these; any other recording comes when its call is opened. What is cached stays.'
      }
    >
      <AgentChoice chosen={filter.agents} disabled={disabled} onChange={(agents) => change({ agents })} />
      <div className="flex flex-wrap gap-6">
        <SettingField
          label="Shortest call"
          unit="s"
          placeholder="any"
          disabled={disabled}
          stored={secondsText(filter.minDurationMs)}
          read={readSeconds}
          onSave={(minDurationMs) => change({ minDurationMs })}
        />
        <SettingField
          label="Oldest call"
          unit="days"
          placeholder="any"
          disabled={disabled}
          stored={filter.maxAgeDays === null ? '' : String(filter.maxAgeDays)}
          read={readDays}
          onSave={({ days }) => change({ maxAgeDays: days })}
        />
      </div>
    </Group>
  );
}

/** Settings that belong together, under a heading of their own. */
function Group({ title, explained, children }: { title: string; explained: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t border-line pt-4">
      <div>
        <h3 className="font-strong">{title}</h3>
        <p className="text-text-2">{explained}</p>
      </div>
      {children}
    </section>
  );
}
