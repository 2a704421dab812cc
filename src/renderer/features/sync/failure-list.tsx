import { useState } from 'react';
import type { SyncFailure } from '#shared/model/sync.ts';
import { callRoute, hrefOf } from '../../lib/router.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { counted, type FailureGroup, groupFailures } from './sync-words.ts';

const shownIds = 12;

/** What failed in the last sync and why: one entry per cause. */
export function FailureList({ failures }: { failures: readonly SyncFailure[] }) {
  if (failures.length === 0) return null;
  return (
    <section aria-labelledby="failures-title">
      <h2 id="failures-title" className="mb-2 font-strong">
        What failed ({failures.length})
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {groupFailures(failures).map((group) => (
          <Group key={group.key} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Group({ group }: { group: FailureGroup }) {
  const [all, setAll] = useState(false);
  const ids = all ? group.ids : group.ids.slice(0, shownIds);
  const hidden = group.ids.length - ids.length;
  return (
    <li className="grid gap-1 py-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-strong">{counted(group.ids.length, group.what)}</span>
        <Badge>{group.code}</Badge>
        <span className="min-w-0 flex-1">{group.message}</span>
      </p>
      <p className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
        {ids.map((id) => (
          <a
            key={id}
            href={hrefOf(callRoute(id))}
            className="inline-flex h-6 max-w-full items-center truncate rounded-sm px-1 font-mono text-meta text-text-2 underline hover:text-text-1"
          >
            {id}
          </a>
        ))}
        {hidden === 0 ? null : (
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            {hidden} more
          </Button>
        )}
      </p>
    </li>
  );
}
