import { formatCount } from '#shared/logic/format.ts';
import { hrefOf } from '../../lib/router.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { counted } from '../sync/sync-words.ts';
import { useConflicts } from './use-conflicts.ts';

/** Says that colleagues wrote different things, and leads there; nothing where they did not. `callId` = on this call only. */
export function ConflictBadge({ callId = null }: { callId?: string | null }) {
  const all = useConflicts() ?? [];
  const { length } = callId === null ? all : all.filter(({ item }) => item.callId === callId);
  if (length === 0) return null;
  return (
    <a
      href={hrefOf({ name: 'conflicts' })}
      title={`${formatCount(length)} to settle: colleagues wrote different things`}
      className="flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 text-meta text-slow hover:bg-surface-3"
    >
      <StatusShape shape="diamond" tone="slow" />
      {counted(length, 'conflict')}
    </a>
  );
}
