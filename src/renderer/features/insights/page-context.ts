import { createContext, useContext } from 'react';
import type { InsightBy } from '#shared/model/insights/question.ts';
import type { CallFilter } from '#shared/model/list.ts';
import type { Behind, InsightsPlace } from './insights-address.ts';

/** What every part of the Insights screen needs. */
export interface InsightsPage {
  place: InsightsPlace;
  filter: CallFilter;
  /** Changes what is shown. */
  change: (part: Partial<InsightsPlace>) => void;
  /** Shows the turns or calls behind a figure. */
  open: (behind: Behind) => void;
}

const PageContext = createContext<InsightsPage | null>(null);
export const PageProvider = PageContext.Provider;

/** The Insights screen one is in. */
export function usePage(): InsightsPage {
  const page = useContext(PageContext);
  if (page === null) throw new Error('usePage outside of Insights');
  return page;
}

/** What figures of calls are grouped by: a call has turns of many kinds, so those are grouped by version instead. */
export const callsBy = (by: InsightBy): InsightBy => (by === 'family' ? 'version' : by);
