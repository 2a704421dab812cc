import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RecordingInfo } from '#shared/model/detail.ts';
import { type BrowserPeaks, startBrowserPeaks } from './browser-peaks.ts';
import { loadAllPeaks, loadCoarsePeaks, type PeaksData } from './load-peaks.ts';

/** The waveform's data and what stands in its way. */
export interface PeaksStatus {
  readonly data: PeaksData | null;
  readonly state: 'none' | 'loading' | 'ready' | 'decoding' | 'failed';
  /** How far this browser has decoded, 0 to 1. */
  readonly share: number;
  readonly message: string | null;
}

/** Whether the host has the peaks of this recording. */
export const hasStoredPeaks = ({ state, peaks }: RecordingInfo): boolean => state === 'ready' && peaks === 'ready';

/** The coarse levels of a call's peaks. */
export function coarsePeaksQuery(callId: string, { sha256 }: RecordingInfo) {
  return queryOptions({
    queryKey: ['peaks', callId, sha256, 'coarse'],
    queryFn: ({ signal }) => loadCoarsePeaks(callId, signal),
  });
}

/** Reads a call's peaks, coarse first; makes them here when only a browser can decode the recording. */
export function usePeaks(callId: string, recording: RecordingInfo): PeaksStatus {
  const stored = hasStoredPeaks(recording);
  const coarse = useQuery({ ...coarsePeaksQuery(callId, recording), enabled: stored });
  const full = useQuery({
    queryKey: ['peaks', callId, recording.sha256, 'full'],
    queryFn: ({ signal }) => loadAllPeaks(callId, signal),
    enabled: coarse.data !== undefined && !coarse.data.complete,
  });
  const made = useBrowserPeaks(callId, recording.state === 'ready' && recording.peaks === 'needs-browser');

  const data = full.data ?? coarse.data ?? made?.data ?? null;
  if (made !== null && !stored) return { ...made, state: made.state === 'done' ? 'ready' : made.state };
  if (!stored) return { data: null, state: 'none', share: 0, message: null };
  if (coarse.error !== null && data === null) {
    return { data: null, state: 'failed', share: 0, message: coarse.error.message };
  }
  return { data, state: data === null ? 'loading' : 'ready', share: 1, message: null };
}

function useBrowserPeaks(callId: string, needed: boolean): BrowserPeaks | null {
  const [made, setMade] = useState<BrowserPeaks | null>(null);
  useEffect(() => {
    if (!needed) return;
    const scope = new AbortController();
    startBrowserPeaks(callId, scope.signal, setMade);
    return () => scope.abort();
  }, [callId, needed]);
  return made;
}
