import type { Notice } from '#shared/model/sync.ts';
import { useReadOnlyReason, useSyncActions, useSyncStatus } from '../../lib/actions.ts';
import { navigate } from '../../lib/router.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { noticeActionLabels, noticeLooks } from './notice-words.ts';

/** What the reader must know on every screen: read-only, disk full, damage. */
export function ShellNotices() {
  const notices = useSyncStatus()?.notices ?? [];
  return (
    <div role="status" aria-label="Notices">
      {notices
        .filter((notice) => noticeLooks[notice.code].everywhere)
        .map((notice) => (
          <NoticeLine key={notice.code} notice={notice} className="border-b border-line bg-surface-2 px-3 py-1" />
        ))}
    </div>
  );
}

/** The other notices, where the workspace's state is told. */
export function SyncNotices({ notices }: { notices: readonly Notice[] }) {
  const shown = notices.filter((notice) => !noticeLooks[notice.code].everywhere);
  if (shown.length === 0) return null;
  return (
    <section aria-label="About this workspace" className="flex flex-col gap-2">
      {shown.map((notice) => (
        <NoticeLine key={notice.code} notice={notice} className="" />
      ))}
    </section>
  );
}

function NoticeLine({ notice, className }: { notice: Notice; className: string }) {
  const { shape, tone, action } = noticeLooks[notice.code];
  const { start, pending } = useSyncActions();
  const readOnly = useReadOnlyReason();
  return (
    <div className={`flex items-center gap-2 ${className}`}>
      <StatusShape shape={shape} tone={tone} />
      <p className="min-w-0 flex-1">{notice.message}</p>
      {action === null ? null : (
        <Button
          size="sm"
          disabled={action === 'sync' && pending}
          disabledReason={action === 'sync' ? readOnly : null}
          onClick={action === 'sync' ? start : () => navigate({ name: 'settings', section: 'storage' })}
        >
          {noticeActionLabels[action]}
        </Button>
      )}
    </div>
  );
}
