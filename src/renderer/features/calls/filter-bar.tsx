import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CallFacets } from '#shared/model/list.ts';
import { isFiltered, notByMeasures } from '../../lib/call-filter.ts';
import { ariaKeys } from '../../lib/key-names.ts';
import { useActionKeys, useKeys } from '../../lib/keys.ts';
import { clearFilter, setFilter, useListState } from '../../lib/list-state.ts';
import { Button } from '../../ui/button.tsx';
import { Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { FilterChip } from './filter-chip.tsx';
import { AgentPanel, DatePanel, DirectionPanel, RecordingPanel, ReviewPanel, StatusPanel } from './filter-panels.tsx';
import {
  agentSummary,
  dateSummary,
  directionSummary,
  measuredSummary,
  recordingSummary,
  reviewSummary,
  statusSummary,
} from './filter-words.ts';
import { MeasuredPanel } from './measured-panel.tsx';

/** Text and six filters; a filter that restricts shows by what, and has a cross. */
export function FilterBar({ facets }: { facets: CallFacets | undefined }) {
  const filter = useListState((state) => state.filter);
  const { nameOf } = useReviewers();
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-1.5" aria-label="Filter the calls">
      <TextFilter />
      <FilterChip
        name="Status"
        summary={statusSummary(filter)}
        onClear={() => setFilter({ statusGroups: [] })}
        panel={<StatusPanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Agent"
        summary={agentSummary(filter, facets)}
        onClear={() => setFilter({ agents: [] })}
        panel={<AgentPanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Direction"
        summary={directionSummary(filter)}
        onClear={() => setFilter({ directions: [] })}
        panel={<DirectionPanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Date"
        summary={dateSummary(filter)}
        onClear={() => setFilter({ dates: null })}
        panel={<DatePanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Recording"
        summary={recordingSummary(filter)}
        onClear={() => setFilter({ recordingStates: [] })}
        panel={<RecordingPanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Review"
        summary={reviewSummary(filter, nameOf)}
        onClear={() => setFilter({ reviewStates: [], reviewers: [] })}
        panel={<ReviewPanel filter={filter} facets={facets} />}
      />
      <FilterChip
        name="Measured"
        summary={measuredSummary(filter)}
        onClear={() => setFilter({ measured: notByMeasures })}
        panel={<MeasuredPanel measured={filter.measured} />}
      />
      {isFiltered(filter) ? (
        <Button variant="ghost" onClick={clearFilter}>
          Clear all
        </Button>
      ) : null}
    </search>
  );
}

const typingMs = 120;

function TextFilter() {
  const text = useListState((state) => state.filter.text);
  const [typed, setTyped] = useState(text);
  const inputRef = useRef<HTMLInputElement>(null);
  useKeys('filters', [{ action: 'text', run: () => inputRef.current?.select() }]);
  const [shortcut] = useActionKeys('filters.text');

  // Cleared from elsewhere (Clear all, another workspace).
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => setFilter({ text: typed }), typingMs);
    return () => clearTimeout(timer);
  }, [typed, text]);

  const leave = (): void => document.querySelector<HTMLElement>('[role="grid"]')?.focus();
  return (
    <span className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-4 text-text-3" />
      <Input
        ref={inputRef}
        type="text"
        aria-label="Number, agent or call id"
        {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaKeys(shortcut) })}
        placeholder="Number, agent or call id"
        maxLength={200}
        className="w-56 pr-7 pl-8"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          if (typed !== text) setFilter({ text: typed });
          leave();
        }}
      />
      {typed === '' ? null : (
        <IconButton
          size="sm"
          label="Clear the text"
          icon={<X />}
          className="absolute top-0.5 right-0.5"
          onClick={() => {
            setTyped('');
            setFilter({ text: '' });
            inputRef.current?.focus();
          }}
        />
      )}
    </span>
  );
}
