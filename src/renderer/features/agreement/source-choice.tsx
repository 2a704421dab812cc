import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import type { CalibrationSources } from '#shared/model/review/agreement.ts';
import { type AgreementSource, hrefOf } from '../../lib/router.ts';
import { orpc } from '../../lib/rpc.ts';
import { Field, Select } from '../../ui/field.tsx';
import type { Names } from './names.ts';

/** What is compared within a source. */
export interface Choice {
  /** How many days back reviews were handed in; null = all. */
  days: number | null;
  /** Calls of one agent; null = all. */
  agent: string | null;
  /** Whom the others are held against besides the group. */
  reference: string | null;
}

const periods: readonly (readonly [number | null, string])[] = [
  [null, 'All time'],
  [30, 'Last 30 days'],
  [90, 'Last 90 days'],
  [365, 'Last 365 days'],
];

/** The head of a report: what it is of, and what is chosen within it. */
export function SourceChoice({
  source,
  sources,
  names,
  choice,
  onChoice,
  reviewers,
}: {
  source: AgreementSource;
  sources: CalibrationSources;
  names: Names;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  reviewers: readonly string[];
}) {
  const facets = useQuery({ ...orpc.calls.facets.queryOptions(), enabled: source.what === 'version' }).data;
  const pack = source.what === 'pack' ? sources.packs.find(({ packId }) => packId === source.id) : undefined;
  const title = source.what === 'pack' ? (pack?.name ?? 'Calibration pack') : names.version(source.id);
  return (
    <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="min-w-60 flex-1">
        <a
          href={hrefOf({ name: 'agreement', source: null })}
          className="inline-flex min-h-6 items-center gap-1 rounded-sm text-text-2 hover:text-text-1"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Agreement
        </a>
        <h1 className="text-title font-strong [overflow-wrap:anywhere]">{title}</h1>
        {source.what === 'pack' ? (
          <p className="text-text-2">Calibration pack, {names.version(pack?.versionId ?? null)}</p>
        ) : null}
      </div>
      {source.what === 'version' ? (
        <>
          <Field label="Handed in">
            {(ids) => (
              <Select
                {...ids}
                value={choice.days ?? ''}
                onChange={({ target }) =>
                  onChoice({ ...choice, days: target.value === '' ? null : Number(target.value) })
                }
              >
                {periods.map(([days, label]) => (
                  <option key={label} value={days ?? ''}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Agent">
            {(ids) => (
              <Select
                {...ids}
                className="max-w-56"
                value={choice.agent ?? ''}
                onChange={({ target }) => onChoice({ ...choice, agent: target.value === '' ? null : target.value })}
              >
                <option value="">All agents</option>
                {(facets?.agents ?? []).map(({ agent, name }) => (
                  <option key={agent} value={agent}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </>
      ) : null}
      <Field label="Reference">
        {(ids) => (
          <Select
            {...ids}
            className="max-w-56"
            value={choice.reference ?? ''}
            onChange={({ target }) => onChoice({ ...choice, reference: target.value === '' ? null : target.value })}
          >
            <option value="">None: only the group</option>
            {reviewers.map((reviewer) => (
              <option key={reviewer} value={reviewer}>
                {names.reviewer(reviewer)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </header>
  );
}
