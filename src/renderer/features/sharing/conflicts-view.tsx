import { useQueryClient } from '@tanstack/react-query';
import { Handshake } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RivalValue } from '#shared/model/review/event.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { navigate } from '../../lib/router.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { EmptyState, LiveRegion, Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast-store.ts';
import { useItems, useReview } from '../review-work/use-review.ts';
import { counted } from '../sync/sync-words.ts';
import { ConflictCard } from './conflict-card.tsx';
import { useConflicts } from './use-conflicts.ts';
import { type Conflict, isText, type Names } from './value-words.ts';

/** All that colleagues disagree on, to be settled one by one; nothing was overwritten. */
export function ConflictsView() {
  const conflicts = useConflicts();
  return (
    <div className="relative h-full overflow-auto">
      <div className="mx-auto flex max-w-[980px] flex-col gap-4 p-6">
        <header>
          <h1 className="text-title font-strong">Conflicts</h1>
          <p className="max-w-[80ch] text-text-2">
            Colleagues who did not know of each other’s work wrote different things in the same place. Both are kept;
            the later one is shown elsewhere until somebody chooses.
          </p>
        </header>
        {conflicts === undefined ? <Skeleton className="h-40" /> : <List conflicts={conflicts} />}
      </div>
    </div>
  );
}

function List({ conflicts }: { conflicts: readonly Conflict[] }) {
  const [index, setIndex] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const names = useNames();
  const readOnly = useReadOnlyReason();
  const settle = useSettle();
  const at = Math.min(index, conflicts.length - 1);
  const active = conflicts[at];

  const go = (to: number): void => {
    setIndex(Math.max(0, Math.min(conflicts.length - 1, to)));
  };
  const keep = (n: number): void => {
    const rival = active?.item.rivals[active.field]?.[n];
    if (active && rival) void settle(active, rival.value);
  };
  const rivals = active?.item.rivals[active.field] ?? [];
  const may = readOnly === null && active !== undefined;
  const mergeable =
    active !== undefined &&
    isText(
      active.field,
      rivals.map(({ value }) => value),
    );
  useKeys('conflicts', [
    { action: 'next', run: () => go(at + 1) },
    { action: 'before', run: () => go(at - 1) },
    { action: 'keep-1', run: () => keep(0), enabled: may },
    { action: 'keep-2', run: () => keep(1), enabled: may },
    { action: 'keep-3', run: () => keep(2), enabled: may && rivals.length > 2 },
    { action: 'keep-4', run: () => keep(3), enabled: may && rivals.length > 3 },
    { action: 'merge', run: () => active && setEditing(active.key), enabled: may && mergeable },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);

  const activeKey = active?.key;
  // The keys are about one conflict, so it is where the focus is: at first, and when the one before it was settled.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which conflict it is decides, not where in the list.
  useEffect(() => {
    const card = list.current?.children[at]?.querySelector<HTMLElement>('section');
    if (card && !card.contains(document.activeElement)) card.focus();
  }, [activeKey]);

  if (conflicts.length === 0) {
    return (
      <EmptyState icon={<Handshake />} title="Nothing to settle">
        When a bundle brings something else than what is here in the same place, it is shown side by side.
      </EmptyState>
    );
  }
  return (
    <>
      <LiveRegion>{counted(conflicts.length, 'conflict')}</LiveRegion>
      <ul ref={list} className="flex flex-col gap-3">
        {conflicts.map((conflict, n) => (
          <ConflictCard
            key={conflict.key}
            conflict={conflict}
            names={names}
            active={n === at}
            disabledReason={readOnly}
            editing={editing === conflict.key}
            onActivate={() => setIndex(n)}
            onEdit={(on) => setEditing(on ? conflict.key : null)}
            onSettle={(value) => {
              setEditing(null);
              void settle(conflict, value);
            }}
          />
        ))}
      </ul>
    </>
  );
}

/** Reviewers and tags by id. */
function useNames(): Names {
  const work = useReview(null);
  const reviewers = useItems(work, 'reviewer');
  const tags = useItems(work, 'tag');
  return useMemo(
    () =>
      new Map([...reviewers, ...tags].flatMap(({ id, fields }) => (fields.name === null ? [] : [[id, fields.name]]))),
    [reviewers, tags],
  );
}

/** Settles a conflict by a further event on top of all that were seen; it can be undone like any other. */
function useSettle(): (conflict: Conflict, value: RivalValue['value']) => Promise<void> {
  const queries = useQueryClient();
  return async ({ item, field }, value) => {
    try {
      // On top of what this view shows: the values side by side, not what a call's own view knew the last time it was open.
      const change = {
        kind: item.kind,
        itemId: item.id,
        callId: item.callId,
        set: { [field]: value },
        seen: item.heads,
      };
      await client.review.apply({ callId: item.callId, changes: [change] });
      await Promise.all([
        queries.invalidateQueries({ queryKey: orpc.review.contested.key() }),
        queries.invalidateQueries({ queryKey: reviewKeys.of(item.callId) }),
      ]);
    } catch (error) {
      toast.error(problemOf(error).message);
    }
  };
}
