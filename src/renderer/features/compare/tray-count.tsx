import { useTray } from './tray.ts';

/** How much is in the tray, at the rail's icon; nothing while it is empty. */
export function TrayCount() {
  const count = useTray((tray) => tray.items.length);
  if (count === 0) return null;
  return (
    <span className="absolute top-0.5 right-2 min-w-4 rounded-full bg-accent px-1 text-center text-meta text-on-accent leading-4">
      {count}
      <span className="sr-only"> in the tray</span>
    </span>
  );
}
