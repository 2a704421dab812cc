import { z } from 'zod';
import type { IndexEntry, LiveCalls } from '../calls/live-calls.ts';
import type { Generation } from './generations.ts';

/** Answers that the vendor leaves undocumented, so a test may want either. */
export interface ListRules {
  /** Status for a `limit` outside 1-1000. */
  readonly badLimitStatus: 400 | 422;
  /** Status for an unknown or deleted `pagination_key`. */
  readonly badKeyStatus: 400 | 422;
}

const threshold = z.number().optional().nullable();
const bodySchema = z.object({
  filter_criteria: z
    .object({
      agent_id: z.array(z.string()).optional(),
      call_status: z.array(z.string()).optional(),
      direction: z.array(z.string()).optional(),
      start_timestamp: z.object({ lower_threshold: threshold, upper_threshold: threshold }).optional(),
      include_test_calls: z.boolean().default(false),
    })
    .prefault({}),
  sort_order: z.enum(['ascending', 'descending']).default('descending'),
  limit: z.number().int().default(50),
  pagination_key: z.string().optional().nullable(),
});

/** A list request with its defaults filled in. */
export type ListRequest = z.output<typeof bodySchema>;

/** A refusal: status and the vendor's message. */
export interface Problem {
  readonly status: number;
  readonly message: string;
}

/** One page of the list. */
export interface ListPage {
  readonly ids: readonly string[];
  readonly totalCount: number;
  /** From 1; where the page lies among all that match. */
  readonly pageNumber: number;
}

/** Reads the body of a list request. */
export function parseListRequest(text: string, rules: ListRules): ListRequest | Problem {
  let json: unknown = {};
  if (text.trim() !== '') {
    try {
      json = JSON.parse(text);
    } catch {
      return { status: 400, message: 'Request body is not valid JSON' };
    }
  }
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { status: 422, message: `Invalid request: ${issue?.path.join('.')} ${issue?.message}` };
  }
  if (parsed.data.limit < 1 || parsed.data.limit > 1000) {
    return { status: rules.badLimitStatus, message: 'limit must be between 1 and 1000' };
  }
  return parsed.data;
}

/** Picks a page: filter, order, then what follows the pagination key. */
export function selectPage(
  calls: LiveCalls,
  generation: Generation,
  request: ListRequest,
  rules: ListRules,
): ListPage | Problem {
  const entries = calls.entries();
  const step = request.sort_order === 'ascending' ? 1 : -1;
  const matches = createFilter(calls, generation, request.filter_criteria);
  const first = step === 1 ? 0 : entries.length - 1;
  let keyAt: number | undefined;
  if (request.pagination_key) {
    const key = calls.find(request.pagination_key);
    if (!key) return { status: rules.badKeyStatus, message: 'Invalid pagination_key' };
    keyAt = calls.positionOf(key);
  }
  const ids: string[] = [];
  let totalCount = 0;
  let before = 0;
  for (let at = first; at >= 0 && at < entries.length; at += step) {
    const entry = entries[at];
    if (!entry || !matches(entry)) continue;
    totalCount++;
    if (keyAt !== undefined && (keyAt - at) * step >= 0) before++;
    else if (ids.length < request.limit) ids.push(entry.id);
  }
  return { ids, totalCount, pageNumber: Math.floor(before / request.limit) + 1 };
}

function createFilter(
  calls: LiveCalls,
  generation: Generation,
  criteria: ListRequest['filter_criteria'],
): (entry: IndexEntry) => boolean {
  const agents = asSet(criteria.agent_id);
  const statuses = asSet(criteria.call_status);
  const directions = asSet(criteria.direction);
  const lower = criteria.start_timestamp?.lower_threshold ?? Number.NEGATIVE_INFINITY;
  const upper = criteria.start_timestamp?.upper_threshold ?? Number.POSITIVE_INFINITY;
  return (entry) =>
    entry.startMs >= lower &&
    entry.startMs <= upper &&
    (criteria.include_test_calls || !entry.isTest) &&
    (!agents || (entry.agentId !== undefined && agents.has(entry.agentId))) &&
    (!directions || directions.has(generation.directionName(entry.direction))) &&
    (!statuses || statuses.has(generation.statusName(calls.statusOf(entry))));
}

/** An empty list filters nothing, as an absent one. */
function asSet(names: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return names && names.length > 0 ? new Set(names) : undefined;
}
