import type { ConnectionTest } from '#shared/model/connection.ts';
import { isAppError } from '#shared/model/errors.ts';
import type { Ports } from '../ports.ts';
import { createVoicyClient, type VoicyClientOptions } from './client.ts';

/**
 * Lists one call with a new client and says what came of it, in one sentence; fewer tries and shorter waits than a sync, for
 * someone is looking. Resolves for every expected failure; rejects with the signal's reason when cancelled.
 */
export async function testConnection(
  input: { baseUrl: string; apiKey: string },
  ports: Pick<Ports, 'send' | 'clock' | 'random' | 'logger'>,
  signal?: AbortSignal,
  limits: VoicyClientOptions['limits'] = {},
): Promise<ConnectionTest> {
  const quick = { tries: 2, totalMs: 20_000, idleMs: 10_000, limitedTries: 1, ...limits };
  try {
    const client = createVoicyClient({ ...input, ...ports, limits: quick });
    const page = await client.listCalls({ limit: 1, includeTestCalls: true }, signal);
    const [newest] = page.items;
    const latestCallMs = newest?.kind === 'call' ? newest.summary.startMs : null;
    const message =
      newest === undefined ? 'The key works; this account has no calls yet.' : 'The key works and calls can be read.';
    return { ok: true, code: null, message, generation: page.generation, latestCallMs };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isAppError(error)) throw error;
    return { ok: false, code: error.code, message: error.message, generation: null, latestCallMs: null };
  }
}
