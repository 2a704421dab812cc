import { useKeys } from '../../../../lib/keys.ts';
import type { Find } from './use-find.ts';

/** Opens the find bar, and goes on to other matches also when the focus is not in it. */
export function useFindKeys(find: Find): void {
  const step = (by: 1 | -1) => {
    if (!find.open) find.show();
    else find.step(by);
  };
  useKeys('Transcript', [
    { keys: 'Ctrl+F', label: 'Find in this call', run: find.show, whileTyping: true },
    { keys: '/', label: 'Find in this call', run: find.show, hidden: true },
    { keys: 'F3', label: 'Next match', run: () => step(1), repeat: true, whileTyping: true },
    { keys: 'Shift+F3', label: 'Match before', run: () => step(-1), repeat: true, whileTyping: true },
  ]);
}
