import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { formatBytes, formatCount } from '#shared/logic/format.ts';
import { orpc } from '../../lib/rpc.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { Radio } from '../../ui/radio.tsx';
import { SettingField } from './setting-field.tsx';
import { capEffect, gigabytesText, readGigabytes } from './setting-numbers.ts';

/** What recordings take, how much they may take, and what happens to calls that the vendor has deleted. */
export function StorageSettings() {
  return (
    <>
      <CacheUse />
      <CacheLimit />
      <GoneUpstream />
    </>
  );
}

function useCache() {
  return useQuery(orpc.recordings.cache.queryOptions()).data;
}

function CacheUse() {
  const cache = useCache();
  const rows: readonly (readonly [string, string, string?])[] = [
    ['Recordings here', cache === undefined ? '' : `${formatCount(cache.recordings)}, ${formatBytes(cache.bytes)}`],
    ['Of these pinned', cache === undefined ? '' : formatCount(cache.pinned)],
    [
      'Free on this disk',
      cache === undefined ? '' : formatBytes(cache.freeBytes),
      'How much is free, where this system says it',
    ],
  ];
  return (
    <dl className="grid grid-cols-[160px_1fr] gap-y-1">
      {rows.map(([label, value, hint]) => (
        <div key={label} className="contents">
          <dt className="text-text-2" title={hint}>
            {label}
          </dt>
          <dd className="min-h-5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CacheLimit() {
  const { cacheCapBytes } = useSettings();
  const update = useUpdateSettings();
  const used = useCache()?.bytes ?? 0;
  const name = useId();
  // Chosen, but no size typed yet: nothing is removed before the reader has said from where on.
  const [choosing, setChoosing] = useState(false);
  const limited = choosing || cacheCapBytes !== null;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-strong">Room for recordings</legend>
      <Radio
        name={name}
        className="-ml-1 self-start"
        label="No limit but the disk"
        checked={!limited}
        onChange={() => {
          setChoosing(false);
          if (cacheCapBytes !== null) update({ cacheCapBytes: null });
        }}
      />
      <Radio
        name={name}
        className="-ml-1 self-start"
        label="At most a given size"
        checked={limited}
        onChange={() => setChoosing(true)}
      />
      {limited ? (
        <div className="py-1 pl-6">
          <SettingField
            label="Limit"
            unit="GB"
            stored={cacheCapBytes === null ? '' : gigabytesText(cacheCapBytes)}
            read={readGigabytes}
            hint={(typed) =>
              typed.error === null ? capEffect(typed.value, used) : 'Type a size; it holds from then on.'
            }
            onSave={(bytes) => {
              setChoosing(false);
              update({ cacheCapBytes: bytes });
            }}
          />
        </div>
      ) : null}
      <p className="text-text-2">
        Beyond the limit, the recordings that were not played for longest are removed from this computer; pinned and
        reviewed ones never. A removed one is fetched again when its call is opened, as long as Voicy has it. Calls,
        transcripts and reviews always stay.
      </p>
    </fieldset>
  );
}

function GoneUpstream() {
  const { whenGoneUpstream } = useSettings();
  const update = useUpdateSettings();
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-strong">Calls that Voicy no longer has</legend>
      <Radio
        name={name}
        className="-ml-1 self-start"
        label="Keep them here"
        checked={whenGoneUpstream === 'keep'}
        onChange={() => update({ whenGoneUpstream: 'keep' })}
      />
      <Radio
        name={name}
        className="-ml-1 self-start"
        label="Erase them here too"
        checked={whenGoneUpstream === 'erase'}
        onChange={() => update({ whenGoneUpstream: 'erase' })}
      />
      <p className="text-text-2">
        {whenGoneUpstream === 'keep'
          ? 'A call that was deleted at Voicy stays on this computer with its recording and its review.'
          : 'When a sync finds that Voicy has deleted a call, Earmark erases it with its transcript, recording and review, also from backups. This cannot be undone.'}
      </p>
    </fieldset>
  );
}
