import { useAppInfo, useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { navigate } from '../../lib/router.ts';
import { openReceive, openShare } from './open-sharing.ts';
import { saveReport } from './save-report.ts';

/** Sharing from everywhere; `callId` = the call on screen, whose bundle and report they are then about. */
export function useSharingKeys(callId: string | null): void {
  const writable = useReadOnlyReason() === null;
  const pdf = useAppInfo()?.capabilities.pdf === true;
  useKeys('sharing', [
    {
      action: 'share',
      label: callId === null ? 'Share these calls with a colleague' : 'Share this call with a colleague',
      run: () => openShare(callId === null ? { kind: 'matching' } : { kind: 'call', callId }),
    },
    { action: 'receive', run: openReceive, enabled: writable },
    { action: 'conflicts', run: () => navigate({ name: 'conflicts' }) },
    {
      action: 'report',
      run: () => {
        if (callId !== null) void saveReport(callId, pdf);
      },
      enabled: callId !== null,
    },
  ]);
}
