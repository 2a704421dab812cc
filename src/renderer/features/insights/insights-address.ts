import { z } from 'zod';
import { callPickSchema, turnPickSchema } from '#shared/model/insights/behind.ts';
import { insightBySchema, insightMeasureSchema, slowLimitSchema } from '#shared/model/insights/question.ts';
import { type UiFilter, uiFilterSchema } from '../../lib/call-filter.ts';

const key = z.string().max(1000).nullable();
const period = z.object({ fromMs: z.number(), toMs: z.number() }).nullable();

/** Which turns or calls the panel lists, and what its heading says. */
export const behindSchema = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('turns'),
    title: z.string().max(300),
    by: insightBySchema,
    key,
    measure: insightMeasureSchema,
    pick: turnPickSchema,
    period,
  }),
  z.object({
    of: z.literal('calls'),
    title: z.string().max(300),
    by: insightBySchema,
    key,
    pick: callPickSchema,
  }),
]);
export type Behind = z.infer<typeof behindSchema>;

const placeSchema = z.object({
  view: z.enum(['overview', 'versions']).catch('overview'),
  measure: insightMeasureSchema.catch('measured'),
  by: insightBySchema.catch('version'),
  /** From where on turns count as slow. */
  limit: slowLimitSchema.catch('slow'),
  /** The group whose distribution and slow tail are shown; null = the first. */
  focus: key.catch(null),
  /** Versions that are compared; null = not chosen yet. `-` stands for the calls without a version. */
  agent: z.string().min(1).max(200).nullable().catch(null),
  a: z.string().max(200).nullable().catch(null),
  b: z.string().max(200).nullable().catch(null),
});
const partsSchema = placeSchema.extend({ behind: behindSchema.nullable(), filter: uiFilterSchema.nullable() });

/** What the Insights screen shows, as its address holds it. `filter` is null when the address has none: then the list's holds. */
export type InsightsPlace = z.infer<typeof partsSchema>;

const plain = ['view', 'measure', 'by', 'limit', 'focus', 'agent', 'a', 'b'] as const;
export const firstPlace: InsightsPlace = { ...placeSchema.parse({}), behind: null, filter: null };

/** Reads the part of the address after `?`. What is unknown or damaged is as at the beginning. */
export function parsePlace(search: string): InsightsPlace {
  const params = new URLSearchParams(search);
  const place = placeSchema.parse(Object.fromEntries(plain.map((name) => [name, params.get(name) ?? undefined])));
  return {
    ...place,
    behind: json(behindSchema, params.get('behind')),
    filter: json(uiFilterSchema, params.get('filter')),
  };
}

function json<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The part of the address after `?`; what is as at the beginning is left out. */
export function formatPlace(place: InsightsPlace): string {
  const params = new URLSearchParams();
  for (const name of plain) {
    const value = place[name];
    if (value !== null && value !== firstPlace[name]) params.set(name, value);
  }
  if (place.filter !== null) params.set('filter', JSON.stringify(place.filter satisfies UiFilter));
  if (place.behind !== null) params.set('behind', JSON.stringify(place.behind));
  return params.toString();
}
