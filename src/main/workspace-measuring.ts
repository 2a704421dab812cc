import type { AudioPool } from './audio/audio-pool.ts';
import type { BackgroundPass } from './background-pass.ts';
import type { Clock, Logger } from './ports.ts';
import type { RecordingPaths } from './recordings/files.ts';
import type { ReadDb } from './store/db.ts';
import type { MeasureThresholds } from './store/measures.ts';
import { createBackground } from './timing/background.ts';
import { createMeasuringPool } from './timing/measuring-pool.ts';
import { createTiming, type Timing } from './timing/service.ts';
import { createTurnIndex } from './turn-index/turn-index.ts';
import type { Writer } from './writer/writer.ts';

/** What a workspace computes of its calls, and keeps as they are. */
export interface Measuring {
  readonly timing: Timing;
  /** Null where this process indexes nothing. */
  readonly turnIndex: BackgroundPass | null;
  /** A sync changed these calls. */
  synced(callIds: readonly string[]): void;
  /** The recordings of these calls went: what was measured stands, but no longer on a recording that is here. */
  recordingsGone(callIds: readonly string[]): void;
  settingsChanged(): void;
  close(): Promise<void>;
}

export interface MeasuringParts {
  dir: string;
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: AudioPool;
  clock: Clock;
  logger: Logger;
  readOnly: string | null;
  /** Whether somebody looks on. Where nobody does, a sync is to end soon: the next one who looks has the rest measured and indexed. */
  watched: boolean;
  thresholds: () => MeasureThresholds;
  onChanged: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Opens the thread that measures and indexes calls, and what hands it its work. */
export function openMeasuring(parts: MeasuringParts): Measuring {
  const { dir, writer, logger, readOnly, watched, thresholds, onChanged, signal } = parts;
  const measuring = createMeasuringPool(dir, logger);
  const turnIndex =
    readOnly !== null || !watched
      ? null
      : createTurnIndex({ pool: measuring, writer, logger, onIndexed: onChanged, signal });
  const background =
    readOnly !== null
      ? null
      : createBackground({
          pool: measuring,
          writer,
          logger,
          thresholds,
          heardOnly: !watched,
          onMeasured: (ids) => {
            onChanged(ids);
            turnIndex?.touch(ids);
          },
          signal,
        });
  const timing = createTiming({ ...parts, measuring, background });
  return {
    timing,
    turnIndex,
    synced: (callIds) => {
      if (watched) background?.touch(callIds);
      turnIndex?.touch(callIds);
    },
    recordingsGone: (callIds) => background?.touch(callIds),
    settingsChanged: () => background?.settingsChanged(),
    close: async () => {
      await Promise.all([measuring.close(), timing.idle(), turnIndex?.idle()]);
    },
  };
}
