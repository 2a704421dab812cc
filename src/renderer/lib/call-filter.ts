import { z } from 'zod';
import { recordingStateSchema, statusGroupSchema } from '#shared/model/call.ts';
import { type CallFilter, type CallSort, type CallSortKey, callSortSchema } from '#shared/model/list.ts';
import { callReviewStateSchema } from '#shared/model/review/call-state.ts';

export const datePresets = ['today', '7-days', '30-days'] as const;

/** What the reader asks of measured figures; null = nothing. Lengths are ms. */
const measuredFilterSchema = z.object({
  aboveMs: z.number().min(0).nullable(),
  differenceAboveMs: z.number().min(0).nullable(),
  deadAirAboveMs: z.number().min(0).nullable(),
  findings: z.enum(['error', 'any']).nullable(),
  overlaps: z.enum(['any', 'barge-in', 'agent-over-caller']).nullable(),
});
export type MeasuredFilter = z.infer<typeof measuredFilterSchema>;
export const notByMeasures: MeasuredFilter = {
  aboveMs: null,
  differenceAboveMs: null,
  deadAirAboveMs: null,
  findings: null,
  overlaps: null,
};

/** The list's filter as the reader set it. Presets stay presets: "today" means another day tomorrow. */
export const uiFilterSchema = z.object({
  statusGroups: z.array(statusGroupSchema),
  agents: z.array(z.object({ agent: z.string(), version: z.string().nullable() })),
  directions: z.array(z.enum(['incoming', 'outgoing'])),
  recordingStates: z.array(recordingStateSchema),
  reviewStates: z.array(callReviewStateSchema),
  reviewers: z.array(z.string()),
  /** `from` and `to` are local days, `YYYY-MM-DD`, both included. */
  dates: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('preset'), preset: z.enum(datePresets) }),
      z.object({ kind: z.literal('range'), from: z.string().nullable(), to: z.string().nullable() }),
    ])
    .nullable(),
  measured: measuredFilterSchema.default(notByMeasures),
  text: z.string().max(200),
});
export type UiFilter = z.infer<typeof uiFilterSchema>;
export type DateFilter = NonNullable<UiFilter['dates']>;
export type AgentChoice = UiFilter['agents'][number];

export const noFilter: UiFilter = {
  statusGroups: [],
  agents: [],
  directions: [],
  recordingStates: [],
  reviewStates: [],
  reviewers: [],
  dates: null,
  measured: notByMeasures,
  text: '',
};

export const defaultSort: CallSort = { key: 'start', descending: true };
export const listViewSchema = z.object({ filter: uiFilterSchema, sort: callSortSchema });

const wordKeys: readonly CallSortKey[] = ['agent', 'status', 'direction', 'caller', 'recording'];

/** First click on a heading: newest, longest and slowest first; words from A. */
export function nextSort(current: CallSort, key: CallSortKey): CallSort {
  if (current.key === key) return { key, descending: !current.descending };
  return { key, descending: !wordKeys.includes(key) };
}

/** The filter as the main side takes it. The same day gives the same answer, so it can be a cache key. */
export function toCallFilter(filter: UiFilter, nowMs: number): CallFilter {
  const text = searchText(filter.text);
  return {
    ...(filter.statusGroups.length > 0 ? { statusGroups: filter.statusGroups } : {}),
    ...(filter.agents.length > 0 ? { agents: filter.agents } : {}),
    ...(filter.directions.length > 0 ? { directions: filter.directions } : {}),
    ...(filter.recordingStates.length > 0 ? { recordingStates: filter.recordingStates } : {}),
    ...(filter.reviewStates.length > 0 ? { reviewStates: filter.reviewStates } : {}),
    ...(filter.reviewers.length > 0 ? { reviewers: filter.reviewers } : {}),
    ...dateBounds(filter.dates, nowMs),
    ...measuredBounds(filter.measured),
    ...(text === '' ? {} : { text }),
  };
}

/** What is asked for: a number is found however it is spaced. */
export function searchText(typed: string): string {
  const text = typed.trim();
  return /^[+\d][\d\s().-]*$/.test(text) ? text.replace(/[\s().-]/g, '') : text;
}

export function isFiltered(filter: UiFilter): boolean {
  return Object.keys(toCallFilter(filter, 0)).length > 0;
}

function measuredBounds({ aboveMs, ...rest }: MeasuredFilter): Partial<CallFilter> {
  const asked = Object.entries({ measuredAboveMs: aboveMs, ...rest }).filter(([, value]) => value !== null);
  return Object.fromEntries(asked) as Partial<CallFilter>;
}

function dateBounds(dates: UiFilter['dates'], nowMs: number): { fromMs?: number; toMs?: number } {
  if (dates === null) return {};
  if (dates.kind === 'preset') {
    const days = dates.preset === 'today' ? 0 : dates.preset === '7-days' ? 6 : 29;
    const now = new Date(nowMs);
    return { fromMs: new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime() };
  }
  const fromMs = dayStart(dates.from, 0);
  const toMs = dayStart(dates.to, 1);
  return { ...(fromMs === null ? {} : { fromMs }), ...(toMs === null ? {} : { toMs }) };
}

/** Midnight of a local day plus some days; by the calendar, because days of 23 and 25 hours exist. */
function dayStart(day: string | null, plusDays: number): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (match === null) return null;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + plusDays).getTime();
}

/** Is this version of the agent let through: by itself, or because all versions are? */
export function agentChosen(agents: readonly AgentChoice[], agent: string, version: string | null): boolean {
  return agents.some((choice) => choice.agent === agent && (choice.version === null || choice.version === version));
}

export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
