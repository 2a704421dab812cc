import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { defaultSettings, type Settings, settingsSchema } from '#shared/model/settings.ts';
import { toast } from '../ui/toast-store.ts';
import { client, orpc, problemOf } from './rpc.ts';

/** A change on its way to the host; `at` counts them. */
interface Change {
  at: number;
  set: Partial<Settings>;
}

/** What the host said last, and what is on its way to it, in order: an answer may know of none of that. */
let stored: Settings | undefined;
let onTheirWay: readonly Change[] = [];
let made = 0;
/** The last change that `stored` is the answer to: answers may overtake each other. */
let answered = 0;

const shown = (): Settings =>
  settingsSchema.parse(Object.assign({}, stored ?? defaultSettings, ...onTheirWay.map(({ set }) => set)));

const query = {
  ...orpc.settings.get.queryOptions(),
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Settings> => {
    stored = await client.settings.get(undefined, { signal });
    return shown();
  },
};

/** The reader's settings; the defaults until they are read. */
export function useSettings(): Settings {
  return useQuery(query).data ?? defaultSettings;
}

/** One of the settings: whoever shows it is drawn again only when it changes. */
export function useSetting<K extends keyof Settings>(key: K): Settings[K] {
  return useQuery({ ...query, select: (settings) => settings[key] }).data ?? defaultSettings[key];
}

/** Changes some settings: seen at once, also while others are on their way, and taken back when they could not be stored. */
export function useUpdateSettings(): (set: Partial<Settings>) => void {
  const queries = useQueryClient();
  const { queryKey } = query;
  const show = () => queries.setQueryData(queryKey, shown());
  const { mutate } = useMutation({
    mutationFn: ({ set }: Change) => client.settings.update(set),
    onError: (error) => toast.error(problemOf(error).message),
    onSuccess: (settings, { at }) => {
      if (at < answered) return;
      answered = at;
      stored = settings;
    },
    onSettled: (_settings, _error, change) => {
      onTheirWay = onTheirWay.filter((one) => one !== change);
      show();
    },
  });
  return (set) => {
    // An answer that is under way is older than this change.
    void queries.cancelQueries({ queryKey }, { silent: true, revert: false });
    made += 1;
    const change = { at: made, set };
    onTheirWay = [...onTheirWay, change];
    // In the event itself: a box that waits for its answer is seen to jump back first.
    show();
    mutate(change);
  };
}
