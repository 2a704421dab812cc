import { useEffect } from 'react';
import type { Definition } from '#shared/logic/definition.ts';
import { definitions, sourceWords } from '#shared/logic/definitions.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import { cx } from '../../../ui/cx.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { hideDefinitions, useShownDefinition } from './definition-store.ts';

/** What every figure means: from where to where, from which source, since which version. Opens at the one asked for. */
export function DefinitionPanel({ list = definitions }: { list?: readonly Definition[] }) {
  const shown = useShownDefinition(({ id }) => id);
  useEffect(() => hideDefinitions, []);
  return (
    <Dialog
      open={shown !== null}
      onOpenChange={hideDefinitions}
      title="What the figures mean"
      className="w-[min(680px,94vw)]"
    >
      {shown === null ? null : <DefinitionList list={list} shown={shown} />}
    </Dialog>
  );
}

function DefinitionList({ list, shown }: { list: readonly Definition[]; shown: DefinitionId }) {
  return list.map((definition) => (
    <Entry key={definition.id} definition={definition} current={definition.id === shown} />
  ));
}

function Entry({
  definition: { id, name, start, end, source, note, version },
  current,
}: {
  definition: Definition;
  current: boolean;
}) {
  return (
    <section
      // The dialog begins here, which also scrolls to it; arrows scroll on from here.
      {...(current ? { tabIndex: 0, 'data-autofocus': true } : {})}
      aria-labelledby={`definition-${id}`}
      aria-current={current ? 'true' : undefined}
      className={cx(
        'relative border-line border-b px-4 py-3 last:border-b-0 focus-visible:-outline-offset-2',
        current && 'bg-surface-1 before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent',
      )}
    >
      <h3 id={`definition-${id}`} className="flex flex-wrap items-baseline justify-between gap-x-3 font-strong">
        {name}
        {id.endsWith('_ms') ? <code className="font-mono font-normal text-meta text-text-3">{id}</code> : null}
      </h3>
      <dl className="my-1 grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-2">
        <dt className="text-text-3">From</dt>
        <dd>{start}</dd>
        <dt className="text-text-3">To</dt>
        <dd>{end}</dd>
        <dt className="text-text-3">Source</dt>
        <dd>
          {sourceWords[source]}
          <span className="text-text-3"> · definition {version}</span>
        </dd>
      </dl>
      <p className="text-text-2">{note}</p>
    </section>
  );
}
