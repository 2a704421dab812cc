import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { defaultSettings, type Settings, settingsSchema } from '#shared/model/settings.ts';
import { toast } from '../ui/toast-store.ts';
import { orpc, problemOf } from './rpc.ts';

/** The reader's settings; the defaults until they are read. */
export function useSettings(): Settings {
  return useQuery(orpc.settings.get.queryOptions()).data ?? defaultSettings;
}

/** Changes some settings: seen at once, taken back when they could not be stored. */
export function useUpdateSettings(): (change: Partial<Settings>) => void {
  const queries = useQueryClient();
  const key = orpc.settings.get.queryKey();
  const { mutate } = useMutation(
    orpc.settings.update.mutationOptions({
      onMutate: async (change) => {
        await queries.cancelQueries({ queryKey: key });
        const before = queries.getQueryData(key);
        queries.setQueryData(key, settingsSchema.parse({ ...(before ?? defaultSettings), ...change }));
        return { before };
      },
      onError: (error, _change, context) => {
        queries.setQueryData(key, context?.before);
        toast.error(problemOf(error).message);
      },
      onSuccess: (settings) => queries.setQueryData(key, settings),
    }),
  );
  return mutate;
}
