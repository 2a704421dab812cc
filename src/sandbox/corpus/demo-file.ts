import { z } from 'zod';

const turn = z.looseObject({
  role: z.string(),
  content: z.string().nullish(),
  timestamp_ms: z.number().nullish(),
  gender: z.string().nullish(),
  latency_breakdown: z.record(z.string(), z.number()).nullish(),
});

const textMap = z.record(z.string(), z.string()).nullish();

const callFields = z.looseObject({
  call_id: z.string().min(1),
  call_type: z.string().optional(),
  call_status: z.string().optional(),
  agent: z.looseObject({ id: z.string().optional(), name: z.string().optional(), version: z.unknown() }).nullish(),
  account: z.object({ id: z.string(), name: z.string() }).nullish(),
  from_number: z.string().nullish(),
  to_number: z.string().nullish(),
  direction: z.string().optional(),
  duration_ms: z.number().nullish(),
  transcript: z.array(turn).nullish(),
  detected_gender: z.string().nullish(),
  summary: z.string().nullish(),
  call_cost: z.object({ combined_cost: z.number(), currency: z.string() }).nullish(),
  vars_provided: textMap,
  vars_extracted: textMap,
  vars_collected: textMap,
});

const recording = z.object({
  file: z.string().min(1),
  contentType: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  durationMs: z.number(),
  sampleRate: z.number(),
  channels: z.number(),
  codec: z.string(),
  container: z.string(),
});

/** `resources/demo/demo.json`. Times in `...AfterMs` and `recordingLateMs` count from the server's start. */
export const demoFileSchema = z.object({
  version: z.literal(1),
  account: z.object({ id: z.string(), name: z.string() }),
  calls: z.array(
    z.object({
      startedAgoMs: z.number(),
      call: callFields,
      recording: recording.nullable(),
      recordingState: z.enum(['late', 'gone']).optional(),
      recordingLateMs: z.number().optional(),
      endsAfterMs: z.number().optional(),
      lateFieldsAfterMs: z.number().optional(),
    }),
  ),
});

/** The demo workspace's file, validated. */
export type DemoFile = z.output<typeof demoFileSchema>;
