import { z } from 'zod';
import type { CommandName } from './usage.ts';

const failed = z.array(z.looseObject({ id: z.string(), code: z.string() }));

const syncResult = z.looseObject({
  ok: z.boolean(),
  calls: z.looseObject({ listed: z.number(), new: z.number(), updated: z.number(), failed }),
  recordings: z.looseObject({ downloaded: z.number(), unavailable: failed, failed }),
  durationMs: z.number(),
});
const verifyResult = z.looseObject({
  ok: z.boolean(),
  calls: z.number(),
  recordings: z.number(),
  problems: z.array(z.unknown()),
});

/** A service's result for a person. Falls back to indented JSON, so that nothing is ever left out. */
export function describeResult(name: CommandName, result: object): string {
  if (name === 'sync') {
    const parsed = syncResult.safeParse(result);
    if (parsed.success) return describeSync(parsed.data, result);
  }
  if (name === 'verify') {
    const parsed = verifyResult.safeParse(result);
    if (parsed.success) return describeVerify(parsed.data);
  }
  return `${JSON.stringify(result, null, 2)}\n`;
}

function describeSync(data: z.infer<typeof syncResult>, result: object): string {
  const { calls, recordings } = data;
  const message = 'message' in result && typeof result.message === 'string' ? `${result.message}\n` : '';
  const failures = [...calls.failed, ...recordings.failed].map(({ id, code }) => `  ${id}: ${code}\n`).join('');
  const seconds = (data.durationMs / 1000).toFixed(1);
  return (
    `${data.ok ? 'Synced' : 'Not everything could be synced'} in ${seconds} s: ` +
    `${calls.listed} calls listed, ${calls.new} new, ${calls.updated} updated, ${calls.failed.length} failed; ` +
    `${recordings.downloaded} recordings downloaded, ${recordings.unavailable.length} not available, ` +
    `${recordings.failed.length} failed.\n${message}${failures}`
  );
}

function describeVerify(data: z.infer<typeof verifyResult>): string {
  const counts = `${data.calls} calls, ${data.recordings} recordings`;
  if (data.ok) return `All is well: ${counts}.\n`;
  const lines = data.problems.map(
    (problem) => `  ${typeof problem === 'string' ? problem : JSON.stringify(problem)}\n`,
  );
  return `${data.problems.length} problems in ${counts}:\n${lines.join('')}`;
}
