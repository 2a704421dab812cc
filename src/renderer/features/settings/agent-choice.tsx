import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { toggled } from '../../lib/call-filter.ts';
import { orpc } from '../../lib/rpc.ts';
import { Checkbox } from '../../ui/field.tsx';

export interface AgentChoiceProps {
  /** Ids, or names where the API gives no id; empty = all. */
  chosen: readonly string[];
  onChange: (agents: string[]) => void;
  disabled?: boolean;
}

/** The agents known here, to tick. One that was ticked and has no call here any more stays, so that it can be unticked. */
export function AgentChoice({ chosen, onChange, disabled = false }: AgentChoiceProps) {
  const titleId = useId();
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;
  const known = facets?.agents ?? [];
  const others = chosen.filter((agent) => known.every((facet) => facet.agent !== agent));
  const options = [
    ...known.map(({ agent, name, count }) => ({ agent, name, count })),
    ...others.map((agent) => ({ agent, name: agent, count: 0 })),
  ];
  return (
    <fieldset aria-labelledby={titleId} disabled={disabled} className="flex min-w-0 flex-col gap-1">
      <p className="flex items-baseline gap-2">
        <span id={titleId} className="font-strong">
          Agents
        </span>
        <span className="text-text-3">
          {chosen.length === 0 ? 'none ticked: all of them' : `${formatCount(chosen.length)} ticked: only these`}
        </span>
      </p>
      {options.length === 0 ? (
        <p className="text-text-3">No agent is known yet; they appear with the first calls.</p>
      ) : (
        <div className="max-h-[178px] overflow-y-auto rounded-md border border-line p-1">
          {options.map(({ agent, name, count }) => (
            <Checkbox
              key={agent}
              label={name}
              trailing={formatCount(count)}
              checked={chosen.includes(agent)}
              onChange={() => onChange(toggled(chosen, agent))}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}
