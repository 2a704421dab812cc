import { Search } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { FamiliesAnswer } from '#shared/model/families.ts';
import { Checkbox, Input, Select } from '../../ui/field.tsx';
import { ConflictBadge } from '../sharing/conflict-badge.tsx';
import { useFamilyList } from './list-question.ts';

/** Which families are listed, and (as children) what is done with those selected. */
export function FamilyFilters({
  textRef,
  agents,
  children,
}: {
  textRef: RefObject<HTMLInputElement | null>;
  agents: FamiliesAnswer['agents'];
  children: ReactNode;
}) {
  const { agent, text, listFilter } = useFamilyList();
  const known = agents.some((one) => one.agent === agent);
  return (
    <search
      aria-label="Which families"
      className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2"
    >
      <h1 className="font-strong text-title">Families</h1>
      <span className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-4 text-text-3" />
        <Input
          ref={textRef}
          type="search"
          dir="auto"
          aria-label="Part of a family’s name"
          placeholder="Part of a name"
          className="w-56 pl-7"
          maxLength={200}
          value={text}
          onChange={(event) => useFamilyList.setState({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' && event.key !== 'ArrowDown') return;
            event.currentTarget.blur();
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </span>
      <Select
        aria-label="Agent"
        className="max-w-56"
        value={agent ?? '*'}
        onChange={({ target }) => useFamilyList.setState({ agent: target.value === '*' ? null : target.value })}
      >
        <option value="*">All agents</option>
        {agent === null || known ? null : <option value={agent}>{neutraliseText(agent)}</option>}
        {agents.map((one) => (
          <option key={one.agent} value={one.agent}>
            {neutraliseText(one.name ?? 'Unnamed agent')} ({formatCount(one.families)})
          </option>
        ))}
      </Select>
      <Checkbox
        label="Only calls of the list’s filter"
        checked={listFilter}
        onChange={({ target }) => useFamilyList.setState({ listFilter: target.checked })}
      />
      <ConflictBadge />
      <span className="ml-auto flex gap-2">{children}</span>
    </search>
  );
}
