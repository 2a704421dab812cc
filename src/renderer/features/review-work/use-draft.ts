import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';

/** What is typed is on the disk this long after a key at the latest, ms. */
const SAVE_AFTER_MS = 400;

/** Text being typed that outlives this window. */
export interface DraftText {
  /** What was typed; null while nothing was, or it is not known yet (`loading`). */
  text: string | null;
  loading: boolean;
  set(text: string): void;
  /** The text was saved where it belongs, or given up. */
  clear(): void;
}

/** A draft of one field, one per mounted component (give it a React key where the field changes): `key` names it (kind, item and field, say), `callId` the call whose drafts it is among. */
export function useDraft(key: string, callId: string | null): DraftText {
  const queries = useQueryClient();
  const draftsKey = useMemo(() => orpc.review.drafts.queryKey({ input: { callId } }), [callId]);
  const { data, isPending } = useQuery(orpc.review.drafts.queryOptions({ input: { callId } }));
  const [typed, setTyped] = useState<string | null | undefined>(undefined);
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; text: string } | null>(null);
  const save = useCallback(
    (text: string | null) => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = null;
      queries.setQueryData(draftsKey, (drafts) => {
        const others = (drafts ?? []).filter((draft) => draft.key !== key);
        return text === null ? others : [...others, { key, text, updatedMs: Date.now() }];
      });
      client.review.saveDraft({ key, callId, text }).catch((error: unknown) => toast.error(problemOf(error).message));
    },
    [queries, key, callId, draftsKey],
  );
  // Whoever leaves the field while a save is waiting has it saved now.
  useEffect(
    () => () => {
      if (waiting.current) save(waiting.current.text);
    },
    [save],
  );
  const set = useCallback(
    (text: string) => {
      setTyped(text);
      // From the first unsaved key on, not from the last: who types on and on is saved in between.
      const timer =
        waiting.current?.timer ?? setTimeout(() => waiting.current && save(waiting.current.text), SAVE_AFTER_MS);
      waiting.current = { timer, text };
    },
    [save],
  );
  const clear = useCallback(() => {
    setTyped(null);
    save(null);
  }, [save]);
  const stored = data?.find((draft) => draft.key === key)?.text ?? null;
  return { text: typed === undefined ? stored : typed, loading: isPending, set, clear };
}
