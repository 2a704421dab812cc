import { measureCall } from '#shared/logic/timing/measure-call.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming, Speech } from '#shared/model/timing.ts';
import type { AudioPool } from '../audio/audio-pool.ts';
import { DETECTOR_VERSION } from '../audio/detect.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import { findCallTimes } from '../store/calls.ts';
import type { ReadDb } from '../store/db.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';
import { findAdjustments, findSpeech, findSpeechToDetect } from '../store/timing.ts';
import { findToolCalls, findTurns } from '../store/turns.ts';
import type { Writer } from '../writer/writer.ts';

export interface TimingOptions {
  db: ReadDb;
  writer: Writer;
  paths: RecordingPaths;
  pool: AudioPool;
  clock: Clock;
  logger: Logger;
  settings: () => Settings;
  /** False where another process writes the workspace: what is found is then used, not kept. */
  mayWrite: boolean;
  onChanged: (callIds: readonly string[]) => void;
  signal: AbortSignal;
}

/** What is measured in the recordings of one workspace. */
export interface Timing {
  /** A call's timing; its speech is looked for now where that has not been done. Throws `not-found`. */
  of(callId: string): Promise<CallTiming>;
  /** Looks for the speech in a recording that has just been analysed. Never rejects. */
  prepare(callId: string): Promise<void>;
  /** Looks for the speech in all recordings where that was missed, one after the other. Never rejects. */
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

/** Finds speech once per recording, off the main thread, and fits it to the transcript whenever that is asked for. */
export function createTiming(options: TimingOptions): Timing {
  const { db, writer, paths, pool, logger, clock, signal } = options;
  const underWay = new Map<string, Promise<Speech | null>>();

  const detect = async (callId: string): Promise<Speech | null> => {
    const sha256 = findRecording(db, callId)?.sha256;
    const hasPeaks = findAudioFacts(db, callId)?.peaks === 'ready';
    if (!sha256 || !hasPeaks) return null;
    try {
      const speech = await pool.detectSpeech(paths.peaks(callId), { signal });
      if (options.mayWrite) await writer.run('saveSpeech', callId, speech, sha256, DETECTOR_VERSION);
      return speech;
    } catch (error) {
      // The call reads on without it, and says that nothing was measured.
      if (!signal.aborted) logger.warn({ err: error, callId }, 'the speech in a recording was not found');
      return null;
    }
  };

  const speechOf = (callId: string): Promise<Speech | null> => {
    const known = findSpeech(db, callId, DETECTOR_VERSION);
    if (known) return Promise.resolve(known);
    const flying = underWay.get(callId);
    if (flying) return flying;
    const work = detect(callId).finally(() => underWay.delete(callId));
    underWay.set(callId, work);
    return work;
  };

  return {
    of: async (callId) => {
      if (!findCallTimes(db, callId)) {
        throw new AppError('not-found', 'This call is not in the workspace; sync, then look again.');
      }
      const speech = await speechOf(callId);
      const { deadAirMs, monologueMs } = options.settings();
      return measureCall({
        turns: findTurns(db, callId),
        toolCalls: findToolCalls(db, callId),
        recordingMs: findAudioFacts(db, callId)?.durationMs ?? null,
        speech,
        ...findAdjustments(db, callId),
        thresholds: { deadAirMs, monologueMs },
      });
    },
    prepare: async (callId) => {
      if (!signal.aborted) await speechOf(callId);
    },
    catchUp: async () => {
      if (signal.aborted) return;
      for (const callId of findSpeechToDetect(db, DETECTOR_VERSION)) {
        if (signal.aborted) return;
        await speechOf(callId);
      }
    },
    setAgentChannel: async (callId, channel) => {
      await writer.run('setAgentChannel', callId, channel, clock.now());
      options.onChanged([callId]);
    },
    nudgeClock: async (callId, nudgeMs) => {
      await writer.run('setClockNudge', callId, nudgeMs, clock.now());
      options.onChanged([callId]);
    },
    settled: async (callId) => {
      await underWay.get(callId);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}
