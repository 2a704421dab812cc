import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import type { DemoCall, TruthCall } from '../../scripts/make-demo/types.ts';
import { parseTranscript } from '../../src/main/voicy/parse-transcript.ts';
import type { ToolCall, Turn } from '../../src/shared/model/turn.ts';

/** A call of the demo corpus as the app reads it, and what is true of it. */
export interface TrueCall {
  name: string;
  file: string;
  codec: string;
  turns: Turn[];
  toolCalls: ToolCall[];
  truth: TruthCall;
}

const demoDir = join(root, 'resources', 'demo');

/** The demo's calls with a recording and a transcript. Turns come from the app's own parser. */
export function readTrueCalls(): TrueCall[] {
  const { calls } = JSON.parse(readFileSync(join(demoDir, 'demo.json'), 'utf8')) as { calls: DemoCall[] };
  const truths = (JSON.parse(readFileSync(join(demoDir, 'truth.json'), 'utf8')) as { calls: Record<string, TruthCall> })
    .calls;
  return calls.flatMap(({ call, recording }) => {
    const truth = truths[call.call_id];
    if (truth === undefined || recording === null) return [];
    const { turns, toolCalls } = parseTranscript(call.transcript ?? [], new Set());
    const name = recording.file.replace(/^recordings\//, '');
    return [{ name, file: join(demoDir, recording.file), codec: recording.codec, turns, toolCalls, truth }];
  });
}
