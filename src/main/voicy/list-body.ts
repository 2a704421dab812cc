import { AppError } from '#shared/model/errors.ts';
import type { ListQuery } from './types.ts';

function filterOf({ agentIds = [], fromMs, toMs, includeTestCalls = false }: ListQuery): object | null {
  const times = {
    ...(fromMs === undefined ? {} : { lower_threshold: fromMs }),
    ...(toMs === undefined ? {} : { upper_threshold: toMs }),
  };
  const criteria = {
    ...(agentIds.length === 0 ? {} : { agent_id: agentIds }),
    ...(Object.keys(times).length === 0 ? {} : { start_timestamp: times }),
    ...(includeTestCalls ? { include_test_calls: true } : {}),
  };
  return Object.keys(criteria).length === 0 ? null : criteria;
}

/** The body of a list request. Throws `invalid-input` for what no vendor could answer. */
export function listBody(query: ListQuery): string {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 1000) {
    throw new AppError('invalid-input', 'Ask for 1 to 1000 calls at a time.');
  }
  for (const ms of [query.fromMs, query.toMs]) {
    if (ms !== undefined && !Number.isSafeInteger(ms)) {
      throw new AppError('invalid-input', 'A date of the filter is no date; choose it again.');
    }
  }
  const filter = filterOf(query);
  return JSON.stringify({
    limit: query.limit,
    sort_order: 'descending',
    ...(query.afterId === undefined ? {} : { pagination_key: query.afterId }),
    ...(filter === null ? {} : { filter_criteria: filter }),
  });
}

const namesFilter = /filter|agent_id|start_timestamp|threshold|include_test_calls/i;

/**
 * A refused list request, with a hint when its filters are to blame: the vendor names them, or there is nothing else in the
 * request that could be.
 */
export function refusedList(error: unknown, query: ListQuery): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid-input' || filterOf(query) === null) return error;
  if (query.afterId !== undefined && !namesFilter.test(error.message)) return error;
  const hint = 'Voicy may not know the filters of this sync (agents, dates, test calls); change or remove them.';
  return new AppError('invalid-input', `${error.message} ${hint}`);
}
