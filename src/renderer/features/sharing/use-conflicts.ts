import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '../../lib/rpc.ts';
import { type Conflict, conflictsOf } from './value-words.ts';

/** All conflicts of the workspace; undefined while they are being read. */
export function useConflicts(): Conflict[] | undefined {
  const { data } = useQuery(orpc.review.contested.queryOptions());
  return useMemo(() => data && conflictsOf(data), [data]);
}
