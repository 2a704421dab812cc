import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { undoneWords } from '#shared/logic/notes/undone-words.ts';
import { reviewKeys } from '../../lib/review-keys.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { toast } from '../../ui/toast-store.ts';
import { takeBack } from '../review-work/send-changes.ts';

/** What a reader does to families. Each is one step of the workspace's undo and says what came of it; false or null when it was refused. */
export interface FamilyEdits {
  rename(id: string, name: string): Promise<boolean>;
  merge(from: readonly string[], into: string, name: string): Promise<boolean>;
  split(id: string, wordings: readonly string[], name: string): Promise<string | null>;
  release(id: string, wordings: readonly string[]): Promise<boolean>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export function useFamilyEdits(): FamilyEdits {
  const queries = useQueryClient();
  return useMemo(() => {
    const refresh = () =>
      Promise.all(
        [orpc.families.key(), orpc.turns.key(), reviewKeys.of(null)].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
    const back = async (which: 'undo' | 'redo') => {
      try {
        const done = await takeBack(queries, null, which);
        await refresh();
        toast.info(undoneWords(done, which));
      } catch (error) {
        toast.error(problemOf(error).message);
      }
    };
    const undo = () => back('undo');
    const done = async <T>(work: Promise<T>, said: string): Promise<T | null> => {
      try {
        const answer = await work;
        await refresh();
        toast.ok(said, { label: 'Undo', run: () => void undo() });
        return answer;
      } catch (error) {
        toast.error(problemOf(error).message);
        return null;
      }
    };
    const wordingWords = (count: number) => (count === 1 ? 'One wording' : `${formatCount(count)} wordings`);
    return {
      rename: async (id, name) => (await done(client.families.rename({ id, name }), `Renamed to “${name}”.`)) !== null,
      merge: async (from, into, name) =>
        (await done(client.families.merge({ from: [...from], into }), `Merged into “${name}”.`)) !== null,
      split: async (id, wordings, name) =>
        (
          await done(
            client.families.split({ id, wordings: [...wordings], name }),
            `${wordingWords(wordings.length)} moved to the new family “${name}”.`,
          )
        )?.id ?? null,
      release: async (id, wordings) =>
        (await done(
          client.families.release({ id, wordings: [...wordings] }),
          `${wordingWords(wordings.length)} back where found.`,
        )) !== null,
      undo,
      redo: () => back('redo'),
    };
  }, [queries]);
}
