import { createHash } from 'node:crypto';
import type { CallJson } from '../api/generations.ts';
import type { FaultOf, FaultTarget, PagingFault } from './fault.ts';
import type { FaultHooks, FaultMakers, ListTools } from './hooks.ts';

const lists: readonly FaultTarget[] = ['list'];

/** Faults of the list as a sequence of pages. */
export const pagingFaults: FaultMakers<PagingFault> = {
  'repeated-page': { targets: lists, make: repeatedPage },
  'endless-pages': { targets: lists, make: endlessPages },
  'shrinking-pages': { targets: lists, make: shrinkingPages },
  'bad-pagination-key': { targets: lists, make: badPaginationKey },
};

function repeatedPage(): FaultHooks {
  return { list: (_page, tools) => tools.select(withoutKey(tools)) };
}

function endlessPages(): FaultHooks {
  let invented = 0;
  return {
    // The key of an invented call is unknown to the index; for this list it means "behind the end".
    list: (page, tools) =>
      'ids' in page || !tools.request.pagination_key ? page : { ids: [], totalCount: invented, pageNumber: 1 },
    items(items, tools) {
      const filled = [...items];
      const template = templateCall(items, tools);
      while (template && filled.length < tools.request.limit) {
        invented++;
        filled.push({ ...template, call_id: inventedId(invented) });
      }
      return filled;
    },
  };
}

function templateCall(items: readonly unknown[], tools: ListTools): CallJson | undefined {
  const last = items.at(-1);
  if (typeof last === 'object' && last !== null) return last as CallJson;
  const page = tools.select(withoutKey(tools));
  const [id] = 'ids' in page ? page.ids : [];
  return id === undefined ? undefined : tools.shape(id);
}

function inventedId(number: number): string {
  const hex = createHash('sha256').update(`endless ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Each answer holds one item less than the one before, beginning with half the limit. */
function shrinkingPages(): FaultHooks {
  let cut = 0;
  return {
    list(page, tools) {
      if (!('ids' in page)) return page;
      const size = Math.max(1, Math.floor(tools.request.limit / 2) - cut);
      cut++;
      return { ...page, ids: page.ids.slice(0, size), totalCount: Math.max(0, page.totalCount - cut * size) };
    },
  };
}

function badPaginationKey({ status = 400 }: FaultOf<'bad-pagination-key'>): FaultHooks {
  return {
    list: (page, tools) => (tools.request.pagination_key ? { status, message: 'Invalid pagination_key' } : page),
  };
}

function withoutKey(tools: ListTools): ListTools['request'] {
  return { ...tools.request, pagination_key: undefined };
}
