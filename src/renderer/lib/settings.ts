import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { defaultSettings, type Settings, settingsSchema } from '#shared/model/settings.ts';
import { toast } from '../ui/toast-store.ts';
import { client, orpc, problemOf } from './rpc.ts';

/** The reader's settings; the defaults until they are read. */
export function useSettings(): Settings {
  return useQuery(orpc.settings.get.queryOptions()).data ?? defaultSettings;
}

/** One of the settings: whoever shows it is drawn again only when it changes. */
export function useSetting<K extends keyof Settings>(key: K): Settings[K] {
  return useQuery(orpc.settings.get.queryOptions({ select: (settings) => settings[key] })).data ?? defaultSettings[key];
}

interface Wanted {
  change: Partial<Settings>;
  /** What is put back when the change could not be stored. */
  before: Settings | undefined;
}

/** Changes some settings: seen at once, taken back when they could not be stored. */
export function useUpdateSettings(): (change: Partial<Settings>) => void {
  const queries = useQueryClient();
  const key = orpc.settings.get.queryKey();
  const { mutate } = useMutation({
    mutationFn: ({ change }: Wanted) => client.settings.update(change),
    onError: (error, { before }) => {
      queries.setQueryData(key, before);
      toast.error(problemOf(error).message);
    },
    onSuccess: (settings) => queries.setQueryData(key, settings),
  });
  return (change) => {
    // An answer that is under way is older than this change.
    void queries.cancelQueries({ queryKey: key }, { silent: true, revert: false });
    const before = queries.getQueryData(key);
    // In the event itself: a box that waits for its answer is seen to jump back first.
    queries.setQueryData(key, settingsSchema.parse({ ...(before ?? defaultSettings), ...change }));
    mutate({ change, before });
  };
}
