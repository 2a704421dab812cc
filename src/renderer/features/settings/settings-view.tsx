import { type ReactNode, useEffect, useRef } from 'react';
import type { Settings } from '#shared/model/settings.ts';
import { useAppInfo, useConnection, useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { navigate, type SettingsSection } from '../../lib/router.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { TaxonomyEditor } from '../taxonomy/taxonomy-editor.tsx';
import { ConnectionSettings } from './connection-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { LatencySettings } from './latency-settings.tsx';
import { NoteSettings } from './note-settings.tsx';
import { ReviewingSettings } from './reviewing-settings.tsx';
import { StorageSettings } from './storage-settings.tsx';
import { SyncSettings } from './sync-settings.tsx';
import { TimingSettings } from './timing-settings.tsx';
import { WorkspaceSettings } from './workspace-settings.tsx';

export function SettingsView({ section }: { section: SettingsSection | null }) {
  const rootRef = useRef<HTMLDivElement>(null);
  const connection = useConnection();
  const info = useAppInfo();
  const readOnly = useReadOnlyReason();
  const ready = connection !== undefined && info !== undefined;
  useKeys('settings', [{ action: 'back', run: () => navigate({ name: 'calls' }) }]);

  useEffect(() => {
    if (section === null || !ready) return;
    const target = rootRef.current?.querySelector<HTMLElement>(`#settings-${section}`);
    target?.scrollIntoView({ block: 'start' });
    target?.focus({ preventScroll: true });
  }, [section, ready]);

  return (
    <div ref={rootRef} className="relative h-full overflow-auto">
      <div className="mx-auto max-w-[960px] p-6">
        <h1 className="mb-2 text-title font-strong">Settings</h1>
        {ready ? (
          <>
            <Section id="connection" title="Connection" locked={readOnly}>
              <ConnectionSettings connection={connection} />
            </Section>
            <Section id="latency" title="Latency" locked={readOnly}>
              <LatencySettings />
              <TimingSettings />
            </Section>
            <Section id="notes" title="Notes and tags" locked={readOnly} wide>
              <NoteSettings />
              <TaxonomyEditor />
            </Section>
            <Section id="appearance" title="Appearance" locked={readOnly}>
              <Appearance />
            </Section>
            <Section id="keys" title="Keys" locked={readOnly}>
              <KeySettings />
            </Section>
            <Section id="sync" title="Sync" locked={readOnly}>
              <SyncSettings />
            </Section>
            <Section id="reviewing" title="Reviewing" locked={readOnly}>
              <ReviewingSettings />
            </Section>
            <Section id="storage" title="Storage" locked={readOnly}>
              <StorageSettings />
            </Section>
            <Section id="workspace" title="Workspace">
              <WorkspaceSettings connection={connection} capabilities={info.capabilities} />
            </Section>
            <Section id="about" title="About">
              <dl className="grid grid-cols-[120px_1fr] gap-y-1">
                <dt className="text-text-2">Version</dt>
                <dd>
                  Earmark {info.version}, {info.capabilities.host === 'electron' ? 'desktop app' : 'in the browser'}
                </dd>
                <dt className="text-text-2">Data folder</dt>
                <dd className="font-mono text-meta leading-5 break-all">{info.workspaceDir}</dd>
              </dl>
            </Section>
          </>
        ) : (
          <Skeleton className="h-60" />
        )}
      </div>
    </div>
  );
}

interface SectionProps {
  id: SettingsSection;
  title: string;
  /** Why nothing in it can be changed now. */
  locked?: string | null;
  /** For a table, which needs the room. */
  wide?: boolean;
  children: ReactNode;
}

function Section({ id, title, locked = null, wide = false, children }: SectionProps) {
  return (
    <section
      id={`settings-${id}`}
      tabIndex={-1}
      aria-labelledby={`settings-${id}-title`}
      className="grid gap-x-6 gap-y-3 border-t border-line py-5 focus-visible:outline-none md:grid-cols-[160px_1fr]"
    >
      <h2 id={`settings-${id}-title`} className="font-strong">
        {title}
      </h2>
      <fieldset
        aria-label={title}
        disabled={locked !== null}
        title={locked ?? undefined}
        className={cx('flex min-w-0 flex-col gap-4', !wide && 'max-w-[560px]')}
      >
        {children}
      </fieldset>
    </section>
  );
}

const themes: readonly (readonly [Settings['theme'], string])[] = [
  ['system', 'Follow the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const fontSizes = [12, 13, 14, 15, 16, 17, 18, 19, 20];

function Appearance() {
  const settings = useSettings();
  const update = useUpdateSettings();
  return (
    <>
      <Field label="Theme">
        {(ids) => (
          <Select
            {...ids}
            className="w-56"
            value={settings.theme}
            onChange={(event) => {
              const theme = themes.find(([value]) => value === event.target.value)?.[0];
              if (theme !== undefined) update({ theme });
            }}
          >
            {themes.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Transcript size">
        {(ids) => (
          <Select
            {...ids}
            className="w-56"
            value={settings.transcriptFontPx}
            onChange={(event) => update({ transcriptFontPx: Number(event.target.value) })}
          >
            {fontSizes.map((px) => (
              <option key={px} value={px}>
                {px} px
              </option>
            ))}
          </Select>
        )}
      </Field>
      <p
        className="rounded-md border border-line bg-surface-2 px-3 py-2"
        style={{ fontSize: settings.transcriptFontPx, lineHeight: 1.55 }}
      >
        <span className="font-strong text-agent">A</span> Sure, let me look that up. Tuesday at ten is free.
      </p>
    </>
  );
}
