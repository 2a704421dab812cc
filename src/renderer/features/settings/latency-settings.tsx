import { useId, useState } from 'react';
import { formatLatency } from '#shared/logic/format.ts';
import { useSettings, useUpdateSettings } from '../../lib/settings.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { readThresholds } from './thresholds.ts';

/** The two limits that colour every latency. Stored when both make sense. */
export function LatencySettings() {
  const settings = useSettings();
  const update = useUpdateSettings();
  const legendId = useId();
  const [slow, setSlow] = useState<string | null>(null);
  const [bad, setBad] = useState<string | null>(null);
  const slowText = slow ?? String(settings.slowLatencyMs);
  const badText = bad ?? String(settings.badLatencyMs);
  const read = readThresholds(slowText, badText);

  const store = (): void => {
    if (read.value === null) return;
    if (read.value.slowLatencyMs !== settings.slowLatencyMs || read.value.badLatencyMs !== settings.badLatencyMs) {
      update(read.value);
    }
    setSlow(null);
    setBad(null);
  };
  const field = (label: string, text: string, error: string | null, set: (text: string) => void) => (
    <Field label={label} error={error}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <Input
            {...ids}
            inputMode="numeric"
            className="w-24 text-right"
            value={text}
            onChange={(event) => set(event.target.value)}
            onBlur={store}
            onKeyDown={(event) => {
              if (event.key === 'Enter') store();
            }}
          />
          ms
        </span>
      )}
    </Field>
  );

  return (
    <>
      <div className="flex flex-wrap gap-6">
        {field('Slow from', slowText, read.slowError, setSlow)}
        {field('Bad from', badText, read.badError, setBad)}
      </div>
      <p id={legendId} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-text-2">
        <span className="inline-flex items-center gap-1.5">
          <StatusShape shape="disc" tone="ok" /> ok below {formatLatency(settings.slowLatencyMs)}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <StatusShape shape="square" tone="slow" /> slow from {formatLatency(settings.slowLatencyMs)}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <StatusShape shape="triangle" tone="bad" /> bad from {formatLatency(settings.badLatencyMs)}
        </span>
      </p>
    </>
  );
}
