import { implement } from '@orpc/server';
import { familiesContract, turnsContract } from '#shared/contract/families.ts';
import { AppError } from '#shared/model/errors.ts';
import type { FamilyEdits } from '../families/service.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** The procedures about turns that say the same. */
export function createTurnsRouter(readers: () => Pick<ReaderPool, 'turnsLike'>) {
  const os = implement(turnsContract);
  return os.router({ like: os.like.handler(({ input }) => readers().turnsLike(input)) });
}

function here<T>(found: T | null): T {
  if (found === null) throw new AppError('not-found', 'There is no such family any more; go back to the list.');
  return found;
}

/** The procedures about families of agent turns. */
export function createFamiliesRouter(
  readers: () => Pick<ReaderPool, 'families' | 'family' | 'familyTurns' | 'familiesOfCall' | 'indexStatus'>,
  edits: () => FamilyEdits,
) {
  const os = implement(familiesContract);
  return os.router({
    list: os.list.handler(({ input }) => readers().families(input)),
    get: os.get.handler(({ input }) => readers().family(input).then(here)),
    turns: os.turns.handler(({ input }) => readers().familyTurns(input).then(here)),
    ofCall: os.ofCall.handler(({ input }) => readers().familiesOfCall(input.callId)),
    rename: os.rename.handler(async ({ input }) => {
      await edits().rename(input.id, input.name);
      return {};
    }),
    merge: os.merge.handler(async ({ input }) => {
      await edits().merge(input.from, input.into);
      return {};
    }),
    split: os.split.handler(({ input }) => edits().split(input.id, input.wordings, input.name)),
    release: os.release.handler(async ({ input }) => {
      await edits().release(input.id, input.wordings);
      return {};
    }),
    status: os.status.handler(() => readers().indexStatus()),
  });
}
