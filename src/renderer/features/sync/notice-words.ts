import type { Notice } from '#shared/model/sync.ts';
import type { Shape, Tone } from '../../ui/badge.tsx';

/** How a notice looks, where it is said, and the one thing its reader can do here. */
export interface NoticeLooks {
  shape: Shape;
  tone: Tone;
  /** Above every view; the others are said on the Sync screen only. */
  everywhere: boolean;
  action: 'sync' | 'storage' | null;
}

export const noticeLooks: Record<Notice['code'], NoticeLooks> = {
  'read-only': { shape: 'ring', tone: 'slow', everywhere: true, action: null },
  'disk-full': { shape: 'triangle', tone: 'bad', everywhere: true, action: 'storage' },
  damaged: { shape: 'triangle', tone: 'bad', everywhere: true, action: 'sync' },
  restored: { shape: 'disc', tone: 'ok', everywhere: false, action: null },
  'synced-folder': { shape: 'ring', tone: 'slow', everywhere: false, action: null },
};

export const noticeActionLabels = { sync: 'Sync now', storage: 'Storage settings' } as const;
