import { z } from 'zod';

/** What the user can set. Latencies are ms; `slow` and `bad` split the colours ok / slow / bad. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  slowLatencyMs: z.number().int().min(0).max(60_000),
  badLatencyMs: z.number().int().min(0).max(60_000),
  transcriptFontPx: z.number().int().min(12).max(20),
  autoSync: z.boolean(),
  downloadRecordings: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  slowLatencyMs: 1200,
  badLatencyMs: 2000,
  transcriptFontPx: 14,
  autoSync: true,
  downloadRecordings: true,
};
