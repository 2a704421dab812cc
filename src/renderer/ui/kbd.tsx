import type { KeyActionId } from '../lib/key-catalogue.ts';
import { keyCaps } from '../lib/key-names.ts';
import { useActionKeys } from '../lib/keys.ts';

/** One key combination as caps: `Ctrl+K`, `Shift+Space`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex gap-0.5 font-sans text-meta">
      {keyCaps(keys).map((cap) => (
        <span
          key={cap}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-surface-1 px-1 text-text-2"
        >
          {cap}
        </span>
      ))}
    </kbd>
  );
}

/** The key that runs an action now, as caps; nothing where the reader has taken it away. */
export function ActionKbd({ action }: { action: KeyActionId }) {
  const [keys] = useActionKeys(action);
  return keys === undefined ? null : <Kbd keys={keys} />;
}
