import type { GenerationName } from './api/generations.ts';
import type { RateLimit } from './api/rate-limit.ts';
import type { Corpus } from './corpus/corpus.ts';
import type { SignerName } from './storage/signers/signer.ts';

/** The key that a sandbox accepts unless told otherwise. */
export const SANDBOX_KEY = 'voicy_sk_live_sandbox000000000000000000000';

/** A key that is known but has no access: 403. */
export const SANDBOX_FORBIDDEN_KEY = 'voicy_sk_live_forbidden0000000000000000000';

/** How a sandbox behaves; only the corpus is needed. */
export interface SandboxOptions {
  readonly corpus: Corpus;
  /** Default `v1`. */
  readonly generation?: GenerationName;
  /** Default `[SANDBOX_KEY]`. */
  readonly apiKeys?: readonly string[];
  /** Default `[SANDBOX_FORBIDDEN_KEY]`. */
  readonly forbiddenKeys?: readonly string[];
  /** One for all (default `supabase`), several spread over the calls by their id, or chosen per call. */
  readonly signer?: SignerName | readonly SignerName[] | ((callId: string) => SignerName);
  /** Default one hour. Schemes other than `opaque` count in whole seconds. */
  readonly urlLifetimeMs?: number;
  /** Default: no limit, but the headers are sent. */
  readonly rateLimit?: RateLimit;
  /** Answers to a `limit` or a `pagination_key` that is not allowed; default 422 and 400. */
  readonly badLimitStatus?: 400 | 422;
  readonly badKeyStatus?: 400 | 422;
  /** Default `Date.now`. */
  readonly clock?: () => number;
  /**
   * The instant from which lives of calls count and to which the demo's starts relate; default now. A host that keeps
   * its workspace gives the first start again, so that the calls stay where they were.
   */
  readonly startedAtMs?: number;
  /** Default: free ones. */
  readonly port?: number;
  readonly storagePort?: number;
  /** Wait before each answer. */
  readonly latencyMs?: number;
  /** Moves the `Date` header of both servers against the clock. */
  readonly httpDateSkewMs?: number;
  /** For faults with a probability; default 1. */
  readonly seed?: number;
  /** Requests kept in the log; default 50,000. */
  readonly logCapacity?: number;
}
