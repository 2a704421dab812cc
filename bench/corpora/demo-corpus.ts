import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import type { DemoCall, TruthCall } from '../../scripts/make-demo/types.ts';
import type { TrueTurn } from '../lib/score-speech.ts';

/** A recording of which is known who speaks when. */
export interface KnownCall {
  readonly name: string;
  /** Path of the recording. */
  readonly file: string;
  readonly codec: string;
  readonly channelCount: number;
  readonly turns: readonly TrueTurn[];
}

/** The demo's recordings that are whole, with their truth; a mono mix has both parties on channel 0. */
export function readDemoCorpus(): KnownCall[] {
  const dir = join(root, 'resources', 'demo');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(dir, name), 'utf8'));
  const { calls } = read('demo.json') as { calls: DemoCall[] };
  const truth = (read('truth.json') as { calls: Record<string, TruthCall> }).calls;
  return calls.flatMap(({ call, recording }) => {
    const known = truth[call.call_id];
    if (known === undefined || recording === null) return [];
    const turns = known.turns.map((turn) => ({
      role: turn.role,
      channel: Math.max(0, known.channels.indexOf(turn.role)),
      // The truth's times are on the transcript's clock, which stands this much before the recording's.
      onsetMs: turn.onsetMs + known.clockOffsetMs,
      endMs: turn.endMs + known.clockOffsetMs,
      gapMs: turn.gapMs,
    }));
    const name = recording.file.replace(/^.*\/|\.\w+$/g, '');
    return [
      {
        name,
        file: join(dir, recording.file),
        codec: recording.codec,
        channelCount: recording.channels,
        turns,
      },
    ];
  });
}
