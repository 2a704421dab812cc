import { AppError } from '#shared/model/errors.ts';
import type { CallTiming, Speech } from '#shared/model/timing.ts';
import type { AudioPool } from '../audio/audio-pool.ts';
import { DETECTOR_VERSION } from '../audio/detect.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import { findCallTimes } from '../store/calls.ts';
import type { ReadDb } from '../store/db.ts';
import type { MeasureThresholds } from '../store/measures.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';
import { findSpeechToDetect, hasSpeech } from '../store/timing.ts';
import type { Writer } from '../writer/writer.ts';
import type { Background } from './background.ts';
import type { MeasuringPool } from './measuring-pool.ts';

export interface TimingOptions {
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: AudioPool;
  measuring: MeasuringPool;
  /** Keeps what is measured; null where another process writes the workspace. */
  background: Background | null;
  clock: Clock;
  logger: Logger;
  thresholds: () => MeasureThresholds;
  onChanged: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** What is measured in the recordings of one workspace. What is kept of it follows by itself (`Background`). */
export interface Timing {
  /** A call's timing; its speech is looked for now where that has not been done. Throws `not-found`. */
  of(callId: string): Promise<CallTiming>;
  /** Looks for the speech in a recording that has just been analysed. Never rejects. */
  prepare(callId: string): Promise<void>;
  /** Looks for the speech in all recordings where that was missed, one after the other, and measures what changed. Never rejects. */
  catchUp(): Promise<void>;
  /** Says on which channel the agent is, here and in this agent's other calls. Throws `not-found`. */
  setAgentChannel(callId: string, channel: 0 | 1 | null): Promise<void>;
  /** Moves a call's transcript against its recording. Throws `not-found`. */
  nudgeClock(callId: string, nudgeMs: number): Promise<void>;
  /** Resolves when nothing is looked for in this recording (any more). */
  settled(callId: string): Promise<void>;
  /** Resolves when nothing is looked for any more. */
  idle(): Promise<void>;
}

/** Finds speech once per recording and fits it to the transcript whenever that is asked for, both off the main thread. */
export function createTiming(options: TimingOptions): Timing {
  const { db, writer, paths, pool, measuring, background, logger, clock, signal } = options;
  const underWay = new Map<string, Promise<Speech | null>>();

  const detect = async (callId: string): Promise<Speech | null> => {
    const sha256 = findRecording(db, callId)?.sha256;
    const hasPeaks = findAudioFacts(db, callId)?.peaks === 'ready';
    if (!sha256 || !hasPeaks) return null;
    try {
      const speech = await pool.detectSpeech(paths.peaks(callId), { signal });
      if (background) await writer.run('saveSpeech', callId, speech, sha256, DETECTOR_VERSION);
      return speech;
    } catch (error) {
      // The call reads on without it, and says that nothing was measured.
      if (!signal.aborted) logger.warn({ err: error, callId }, 'the speech in a recording was not found');
      return null;
    }
  };

  /** Null when it is stored, or cannot be found. */
  const findNewSpeech = (callId: string): Promise<Speech | null> => {
    if (hasSpeech(db, callId, DETECTOR_VERSION)) return Promise.resolve(null);
    const flying = underWay.get(callId);
    if (flying) return flying;
    const work = detect(callId).finally(() => underWay.delete(callId));
    underWay.set(callId, work);
    return work;
  };

  return {
    of: async (callId) => {
      const notHere = () => new AppError('not-found', 'This call is not in the workspace; sync, then look again.');
      if (!findCallTimes(db, callId)) throw notHere();
      const heard = await findNewSpeech(callId);
      const timing = await measuring.timing(callId, options.thresholds(), heard);
      if (timing === null) throw notHere();
      background?.touch([callId]);
      return timing;
    },
    prepare: async (callId) => {
      if (signal.aborted) return;
      await findNewSpeech(callId);
      background?.touch([callId]);
    },
    catchUp: async () => {
      for (const callId of signal.aborted ? [] : findSpeechToDetect(db, DETECTOR_VERSION)) {
        if (signal.aborted) return;
        await findNewSpeech(callId);
      }
      await background?.catchUp();
    },
    setAgentChannel: async (callId, channel) => {
      await writer.run('setAgentChannel', callId, channel, clock.now());
      options.onChanged([callId]);
      background?.touch([callId]);
      // It holds for the agent's other calls too.
      void background?.catchUp();
    },
    nudgeClock: async (callId, nudgeMs) => {
      await writer.run('setClockNudge', callId, nudgeMs, clock.now());
      options.onChanged([callId]);
      background?.touch([callId]);
    },
    settled: async (callId) => {
      await underWay.get(callId);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
      await background?.idle();
    },
  };
}
