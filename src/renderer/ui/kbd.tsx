import { keyCaps } from '../lib/key-names.ts';

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
