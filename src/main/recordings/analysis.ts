import type { AudioPool } from '../audio/audio-pool.ts';
import { AudioError } from '../audio/errors.ts';
import type { Logger } from '../ports.ts';
import { findCallFacts } from '../store/call-facts.ts';
import type { ReadDb } from '../store/db.ts';
import { type AudioFacts, findRecording, findRecordingsToAnalyze } from '../store/recordings.ts';
import type { Writer } from '../writer/writer.ts';
import type { RecordingPaths } from './files.ts';

/** Raise when the analysis learns something new: every recording is then analysed again. */
export const ANALYZER_VERSION = 1;

export interface AnalysisOptions {
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: AudioPool;
  logger: Logger;
  onChanged: (callId: string) => void;
  signal: AbortSignal;
}

export interface Analysis {
  /** Analyses one recording off the main thread and stores what it is. Never rejects; a failure is stored on the recording. */
  analyze(callId: string): Promise<void>;
  /** Analyses all that were missed, for example because the process ended. */
  catchUp(): Promise<void>;
  /** Resolves when this recording is not being analysed (any more); one that waits for its turn is looked up anew when that comes. */
  settled(callId: string): Promise<void>;
  /** Resolves when nothing is being analysed any more. */
  idle(): Promise<void>;
}

/** Facts, peaks and seekable copies of downloaded recordings. */
export function createAnalysis(options: AnalysisOptions): Analysis {
  const { db, writer, paths, pool, logger, signal } = options;
  const underWay = new Map<string, Promise<void>>();
  // One after the other, and not all in the pool's queue at once: what somebody waits for there would stand behind them.
  let last: Promise<void> = Promise.resolve();
  let running: string | null = null;

  /** A full disk says nothing about the sound: nothing is stored then, and the next start analyses it again. */
  const save = async (callId: string, facts: AudioFacts): Promise<void> => {
    try {
      await writer.run('storeAudio', callId, facts, ANALYZER_VERSION);
    } catch (error) {
      logger.warn({ err: error, callId }, 'what was found in a recording could not be stored');
    }
  };

  const analyzeFile = async (callId: string): Promise<void> => {
    const name = findRecording(db, callId)?.file;
    if (!name) return;
    try {
      const found = await pool.analyze(
        { filePath: paths.originalByName(name), peaksPath: paths.peaks(callId), playablePath: paths.playable(callId) },
        { signal },
      );
      await save(callId, {
        container: found.container,
        codec: found.codec,
        channels: found.channels,
        sampleRate: found.sampleRate,
        durationMs: found.durationMs,
        playable: found.playable,
        playableType: found.playableType,
        peaks: found.peaks === 'written' ? 'ready' : found.peaks,
        warnings: [...found.warnings],
      });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AudioError)) logger.error({ err: error, callId }, 'audio analysis failed');
      const known = error instanceof AudioError ? error : undefined;
      // A full disk passes; the recording is analysed again at the next start.
      if (known?.code === 'disk-full' || known?.code === 'not-found') return;
      await save(callId, undecodable(known));
    }
    options.onChanged(callId);
  };

  const analyze = (callId: string): Promise<void> => {
    const flying = underWay.get(callId);
    if (flying) return flying;
    const work = last
      .then(() => {
        running = callId;
        return signal.aborted ? undefined : analyzeFile(callId);
      })
      .finally(() => {
        running = null;
        underWay.delete(callId);
      });
    last = work.catch(() => undefined);
    underWay.set(callId, work);
    return work;
  };

  return {
    analyze,
    catchUp: async () => {
      for (const { call_id } of findRecordingsToAnalyze(db, ANALYZER_VERSION)) {
        if (signal.aborted) return;
        // Analysed meanwhile, when its download ended.
        if (!findCallFacts(db, call_id, ANALYZER_VERSION)?.analyzed) await analyze(call_id);
      }
    },
    settled: async (callId) => {
      if (running === callId) await underWay.get(callId);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

function undecodable(error: AudioError | undefined): AudioFacts {
  return {
    container: null,
    codec: error?.code === 'unsupported' ? (error.found ?? null) : null,
    channels: null,
    sampleRate: null,
    durationMs: null,
    playable: 'none',
    playableType: null,
    peaks: 'unsupported',
    warnings: [
      {
        code: error?.code ?? 'internal',
        message: error?.message ?? 'The recording could not be analysed; the log has the details.',
      },
    ],
  };
}
