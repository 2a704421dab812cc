import { useQuery } from '@tanstack/react-query';
import { StickyNote } from 'lucide-react';
import { useMemo } from 'react';
import { orpc } from '../../lib/rpc.ts';

/** How many annotations each call has, by its id; calls without any are not in it. */
export function useNoteCounts(): ReadonlyMap<string, number> {
  const counts = useQuery(orpc.notes.counts.queryOptions()).data;
  return useMemo(() => new Map((counts ?? []).map(({ callId, notes }) => [callId, notes])), [counts]);
}

/** That a call has notes, and how many. */
export function NoteCount({ notes }: { notes: number }) {
  if (notes === 0) return null;
  const words = notes === 1 ? '1 note' : `${notes} notes`;
  return (
    <span title={words} className="inline-flex shrink-0 items-center gap-0.5 self-center text-meta text-note">
      <StickyNote aria-hidden className="size-3" />
      <span aria-hidden>{notes}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
