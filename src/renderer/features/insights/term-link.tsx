import { getDefinition } from '#shared/logic/definitions.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import { Term } from '../call/pane/term.tsx';

/** Links to what figures mean, in a line. */
export function Terms({ of }: { of: readonly DefinitionId[] }) {
  return of.map((id, i) => (
    <span key={id}>
      {i > 0 ? ', ' : ''}
      <Term of={id} className="text-text-2">
        {getDefinition(id).name}
      </Term>
    </span>
  ));
}
