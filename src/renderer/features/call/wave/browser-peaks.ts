import { decodePeaks, type PeaksData } from './load-peaks.ts';
import type { PeaksFailureCode, PeaksMessage, PeaksRequest } from './peaks-messages.ts';

/** Where this browser stands with making the peaks of a recording. */
export interface BrowserPeaks {
  readonly state: 'decoding' | 'done' | 'failed';
  readonly share: number;
  readonly data: PeaksData | null;
  readonly message: string | null;
}

const failures: Record<PeaksFailureCode, string> = {
  'not-audio': 'No waveform: the recording holds no sound track.',
  undecodable: 'No waveform: this browser cannot decode the recording.',
  'no-webcodecs':
    'No waveform: this browser has no audio decoder for pages. Open Earmark in Chromium or the desktop app.',
  unreadable: 'No waveform: the recording could not be read. It may be damaged.',
};

/** Decodes a recording in a worker until `signal` aborts, telling every step; the peaks file is stored by the host. */
export function startBrowserPeaks(callId: string, signal: AbortSignal, onChange: (state: BrowserPeaks) => void): void {
  const worker = new Worker(new URL('./peaks-worker.ts', import.meta.url), { type: 'module' });
  let state: BrowserPeaks = { state: 'decoding', share: 0, data: null, message: null };
  const change = (next: Partial<BrowserPeaks>) => {
    if (signal.aborted) return;
    state = { ...state, ...next };
    onChange(state);
  };
  signal.addEventListener('abort', () => worker.terminate());
  worker.onmessage = ({ data: message }: MessageEvent<PeaksMessage>) => {
    switch (message.type) {
      case 'progress':
        change({
          share: message.share,
          ...(message.partial === null ? {} : { data: decodePeaks(new Uint8Array(message.partial)) }),
        });
        break;
      case 'done':
        change({ state: 'done', share: 1, data: decodePeaks(new Uint8Array(message.file)) });
        break;
      case 'upload-failed':
        // The picture is here all the same; the next opening makes it again.
        worker.terminate();
        break;
      case 'uploaded':
        worker.terminate();
        break;
      case 'failed':
        change({ state: 'failed', message: failures[message.code] });
        worker.terminate();
        break;
    }
  };
  worker.onerror = () => {
    change({ state: 'failed', message: failures.undecodable });
    worker.terminate();
  };
  change({});
  const page = window.location.origin;
  const id = encodeURIComponent(callId);
  const request: PeaksRequest = { recordingUrl: `${page}/recordings/${id}`, uploadUrl: `${page}/peaks/${id}` };
  worker.postMessage(request);
}
