import { useKeys } from '../../../../lib/keys.ts';
import type { Find } from './use-find.ts';

/** Opens the find bar, and goes on to other matches also when the focus is not in it. */
export function useFindKeys(find: Find): void {
  const step = (by: 1 | -1) => {
    if (!find.open) find.show();
    else find.step(by);
  };
  useKeys('transcript', [
    { action: 'find', run: find.show },
    { action: 'find-slash', run: find.show },
    { action: 'match-next', run: () => step(1) },
    { action: 'match-before', run: () => step(-1) },
  ]);
}
