import { useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import type { CallFacets } from '#shared/model/list.ts';
import { agentChosen, datePresets, toggled, type UiFilter } from '../../lib/call-filter.ts';
import { directionLabel, recordingWords, statusGroupWords, versionLabel } from '../../lib/call-words.ts';
import { setFilter } from '../../lib/list-state.ts';
import { reviewStates, reviewStateWords } from '../../lib/review-words.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Field, Input } from '../../ui/field.tsx';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { presetLabels, toggleAgent, toggleVersion, withDateEnd } from './filter-words.ts';

export interface PanelProps {
  filter: UiFilter;
  facets: CallFacets | undefined;
}

export function StatusPanel({ filter, facets }: PanelProps) {
  return (
    <Options empty={facets?.statusGroups.length === 0}>
      {facets?.statusGroups.map(({ group, count }) => (
        <Checkbox
          key={group}
          checked={filter.statusGroups.includes(group)}
          onChange={() => setFilter({ statusGroups: toggled(filter.statusGroups, group) })}
          label={<Shaped {...statusGroupWords[group]} />}
          trailing={formatCount(count)}
        />
      ))}
    </Options>
  );
}

export function RecordingPanel({ filter, facets }: PanelProps) {
  return (
    <Options empty={facets?.recordings.length === 0}>
      {facets?.recordings.map(({ state, count }) => (
        <Checkbox
          key={state}
          checked={filter.recordingStates.includes(state)}
          onChange={() => setFilter({ recordingStates: toggled(filter.recordingStates, state) })}
          label={<Shaped {...recordingWords[state]} />}
          trailing={formatCount(count)}
        />
      ))}
    </Options>
  );
}

export function ReviewPanel({ filter, facets }: PanelProps) {
  const { nameOf } = useReviewers();
  const counts = new Map(facets?.reviewStates.map(({ state, count }) => [state, count]));
  return (
    <Options empty={facets === undefined}>
      {reviewStates.map((state) => (
        <Checkbox
          key={state}
          checked={filter.reviewStates.includes(state)}
          onChange={() => setFilter({ reviewStates: toggled(filter.reviewStates, state) })}
          label={<Shaped {...reviewStateWords[state]} />}
          trailing={formatCount(counts.get(state) ?? 0)}
        />
      ))}
      {facets === undefined || facets.reviewers.length === 0 ? null : (
        <fieldset aria-label="Reviewer" className="mt-1 border-t border-line pt-1">
          {facets.reviewers.map(({ id, count }) => (
            <Checkbox
              key={id}
              checked={filter.reviewers.includes(id)}
              onChange={() => setFilter({ reviewers: toggled(filter.reviewers, id) })}
              label={`Reviewed by ${nameOf(id)}`}
              trailing={formatCount(count)}
            />
          ))}
        </fieldset>
      )}
    </Options>
  );
}

export function DirectionPanel({ filter, facets }: PanelProps) {
  const known = facets?.directions.flatMap(({ direction, count }) =>
    direction === null ? [] : [{ direction, count }],
  );
  return (
    <Options empty={known?.length === 0}>
      {known?.map(({ direction, count }) => (
        <Checkbox
          key={direction}
          checked={filter.directions.includes(direction)}
          onChange={() => setFilter({ directions: toggled(filter.directions, direction) })}
          label={directionLabel(direction)}
          trailing={formatCount(count)}
        />
      ))}
    </Options>
  );
}

const searchFrom = 10;

export function AgentPanel({ filter, facets }: PanelProps) {
  const [text, setText] = useState('');
  const agents = facets?.agents ?? [];
  const found = agents.filter((agent) => agent.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className="w-72">
      {agents.length < searchFrom ? null : (
        <Input
          aria-label="Find an agent"
          placeholder="Find an agent"
          className="mb-2 w-full"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <Options empty={found.length === 0}>
        {found.map((facet) => {
          const mine = filter.agents.filter((choice) => choice.agent === facet.agent);
          const all = mine.some((choice) => choice.version === null);
          const versions = facet.versions.flatMap(({ version, count }) =>
            version === null ? [] : [{ version, count }],
          );
          return (
            <fieldset key={facet.agent} aria-label={facet.name}>
              <Checkbox
                checked={all}
                mixed={!all && mine.length > 0}
                onChange={() => setFilter({ agents: toggleAgent(filter.agents, facet.agent) })}
                label={facet.name}
                trailing={formatCount(facet.count)}
              />
              {versions.length < 2 ? null : (
                <div className="pl-6">
                  {versions.map(({ version, count }) => (
                    <Checkbox
                      key={version}
                      checked={agentChosen(filter.agents, facet.agent, version)}
                      onChange={() => setFilter({ agents: toggleVersion(filter.agents, facet, version) })}
                      label={versionLabel(version)}
                      trailing={formatCount(count)}
                    />
                  ))}
                </div>
              )}
            </fieldset>
          );
        })}
      </Options>
    </div>
  );
}

export function DatePanel({ filter }: PanelProps) {
  const { dates } = filter;
  const range = dates?.kind === 'range' ? dates : null;
  return (
    <div className="flex w-72 flex-col gap-3 p-1">
      <div className="flex gap-1.5">
        {datePresets.map((preset) => {
          const chosen = dates?.kind === 'preset' && dates.preset === preset;
          return (
            <Button
              key={preset}
              size="sm"
              aria-pressed={chosen}
              className="flex-1 aria-pressed:border-accent aria-pressed:font-strong"
              onClick={() => setFilter({ dates: chosen ? null : { kind: 'preset', preset } })}
            >
              {presetLabels[preset]}
            </Button>
          );
        })}
      </div>
      <div className="grid grid-cols-2 gap-2">
        {(['from', 'to'] as const).map((end) => (
          <Field key={end} label={end === 'from' ? 'From' : 'To, included'}>
            {(ids) => (
              <Input
                {...ids}
                type="date"
                value={range?.[end] ?? ''}
                onChange={(event) => setFilter({ dates: withDateEnd(dates, end, event.target.value) })}
              />
            )}
          </Field>
        ))}
      </div>
    </div>
  );
}

function Shaped({ shape, tone, label }: (typeof statusGroupWords)['failed']) {
  return (
    <span className="inline-flex items-center gap-2">
      <StatusShape shape={shape} tone={tone} />
      {label}
    </span>
  );
}

function Options({ empty, children }: { empty: boolean | undefined; children: React.ReactNode }) {
  return (
    <div className="min-w-56">
      {empty === true ? <p className="p-1 text-text-3">Nothing to choose from.</p> : children}
    </div>
  );
}
