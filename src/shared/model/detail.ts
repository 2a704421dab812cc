import { z } from 'zod';
import { callRowSchema, recordingStateSchema } from './call.ts';
import { toolCallSchema, turnSchema } from './turn.ts';

/** Where the waveform stands: `needs-browser` = only a browser can decode this codec (AAC, Vorbis), the UI makes the peaks. */
export const peaksStateSchema = z.enum(['none', 'ready', 'needs-browser', 'unsupported']);
export type PeaksState = z.infer<typeof peaksStateSchema>;

/** The recording as it stands on this disk. `durationMs` is measured by decoding, never taken from a header. */
export const recordingInfoSchema = z.object({
  state: recordingStateSchema,
  code: z.string().nullable(),
  message: z.string().nullable(),
  bytes: z.number().nullable(),
  receivedBytes: z.number().nullable(),
  sha256: z.string().nullable(),
  container: z.string().nullable(),
  codec: z.string().nullable(),
  channels: z.number().nullable(),
  sampleRate: z.number().nullable(),
  durationMs: z.number().nullable(),
  playable: z.boolean(),
  peaks: peaksStateSchema,
  /** Kept whatever the cache limit says. */
  pinned: z.boolean(),
  /** Not here yet, but can be heard already: the host plays it while it arrives. */
  streamable: z.boolean(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type RecordingInfo = z.infer<typeof recordingInfoSchema>;

const stringMap = z.record(z.string(), z.string()).nullable();

/** Everything the call view shows. `null` = the vendor gave nothing (yet). */
export const callDetailSchema = z.object({
  row: callRowSchema,
  detailError: z.object({ code: z.string(), message: z.string() }).nullable(),
  detailFetchedMs: z.number().nullable(),
  summary: z.string().nullable(),
  detectedGender: z.string().nullable(),
  accountName: z.string().nullable(),
  cost: z.object({ amount: z.number(), currency: z.string().nullable() }).nullable(),
  disconnectionReason: z.string().nullable(),
  varsProvided: stringMap,
  varsExtracted: stringMap,
  varsCollected: stringMap,
  /** `text` = the vendor sent one string without times (first API release); `none` = no transcript. */
  transcriptKind: z.enum(['none', 'turns', 'text']),
  transcriptText: z.string().nullable(),
  turns: z.array(turnSchema),
  toolCalls: z.array(toolCallSchema),
  recording: recordingInfoSchema,
});
export type CallDetail = z.infer<typeof callDetailSchema>;
