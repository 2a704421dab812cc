import { type BackgroundPass, createBackgroundPass } from '../background-pass.ts';
import type { Logger } from '../ports.ts';
import { type MeasureThresholds, thresholdsKey } from '../store/measures.ts';
import type { Writer } from '../writer/writer.ts';
import type { MeasuringPool } from './measuring-pool.ts';

export interface BackgroundOptions {
  pool: Pick<MeasuringPool, 'measure' | 'stale'>;
  writer: Writer;
  logger: Logger;
  thresholds: () => MeasureThresholds;
  /** Whether catching up leaves calls alone of whose sound nothing is known: all there is of them is what was reported. */
  heardOnly: boolean;
  /** Told of calls whose figures were stored. It must not lead back here. */
  onMeasured: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** Keeps the measured figures of a workspace as its calls are. */
export interface Background extends BackgroundPass {
  /** Says that settings changed: catches up where figures depend on them. Never throws. */
  settingsChanged(): void;
}

export function createBackground(options: BackgroundOptions): Background {
  const { pool, writer, logger, thresholds, heardOnly, onMeasured, signal } = options;
  let searchedFor: string | null = null;
  const pass = createBackgroundPass({
    done: 'measured',
    logger,
    compute: (callIds, budgetMs) => pool.measure(callIds, thresholds(), budgetMs),
    save: (records) => writer.run('saveMeasuresText', records),
    find: (beforeRowid, limit) => {
      const present = thresholds();
      searchedFor = thresholdsKey(present);
      return pool.stale(present, { beforeRowid, heardOnly, limit });
    },
    overlapping: true,
    onSaved: onMeasured,
    signal,
  });
  return {
    ...pass,
    settingsChanged: () => {
      // Before the first search there is nothing that went by other settings.
      if (searchedFor !== null && searchedFor !== thresholdsKey(thresholds())) void pass.catchUp();
    },
  };
}
