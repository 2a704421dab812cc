import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The demo corpus, as far as tests look into it; `resources/demo/README.md` describes it. */
export interface DemoCall {
  call: {
    call_id: string;
    duration_ms: number | null;
    transcript: { role: string; content?: string; timestamp_ms?: number }[] | null;
  };
  recording: {
    file: string;
    durationMs: number;
    sampleRate: number;
    channels: number;
    codec: string;
    container: string;
  } | null;
  recordingState?: 'late' | 'gone';
  endsAfterMs?: number;
}

export interface DemoTruth {
  channels: string[];
  turns: { entry: number; role: string; onsetMs: number; endMs: number; gapMs: number | null }[];
}

export const demoDir = join(import.meta.dirname, '..', '..', 'resources', 'demo');

const read = (name: string): unknown => JSON.parse(readFileSync(join(demoDir, name), 'utf8'));

export const demoCalls = (read('demo.json') as { calls: DemoCall[] }).calls;
export const demoTruth = (read('truth.json') as { calls: Record<string, DemoTruth> }).calls;
