import { formatBytes, formatCount } from '#shared/logic/format.ts';
import type { CallFacets } from '#shared/model/list.ts';
import type { UiFilter } from '../../lib/call-filter.ts';
import { counted } from '../sync/sync-words.ts';
import { agentSummary, dateSummary, directionSummary, recordingSummary, statusSummary } from './filter-words.ts';

/** What "download all matching" would do, and the room there is for it. */
export interface MatchingPlan {
  calls: number;
  here: number;
  missing: number;
  bytes: number | null;
  freeBytes: number | null;
}

export interface CacheUse {
  bytes: number;
  capBytes: number | null;
}

/** The filters in force, as one line; null when there are none. */
export function filterSentence(filter: UiFilter, facets: CallFacets | undefined): string | null {
  const text = filter.text.trim();
  const parts = [
    text === '' ? null : `“${text}”`,
    statusSummary(filter),
    agentSummary(filter, facets),
    directionSummary(filter),
    dateSummary(filter),
    recordingSummary(filter),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** What the reader should weigh before starting: too little room on the disk, or under the cache limit. */
export function planWarnings(plan: MatchingPlan, cache: CacheUse | undefined): string[] {
  const warnings: string[] = [];
  const { bytes, freeBytes } = plan;
  if (bytes !== null && freeBytes !== null && bytes > freeBytes) {
    warnings.push(
      `This is about ${formatBytes(bytes - freeBytes)} more than the disk has room for. Earmark stops before the disk is full; with a narrower filter you choose what comes.`,
    );
  }
  if (cache !== undefined && cache.capBytes !== null && bytes !== null && cache.bytes + bytes > cache.capBytes) {
    warnings.push(
      `This goes beyond the cache limit of ${formatBytes(cache.capBytes)}: recordings that were not played for longest are removed again, never pinned or reviewed ones. Raise the limit in the settings to keep all.`,
    );
  }
  return warnings;
}

/** The size of what is missing, as it stands in the table. */
export function sizeWords({ missing, bytes }: MatchingPlan): string {
  if (missing === 0) return 'nothing to download';
  return bytes === null ? 'not known: no recording is here yet to judge by' : `about ${formatBytes(bytes)}`;
}

/** The button that starts it. */
export function downloadLabel({ missing, bytes }: MatchingPlan): string {
  return `Download ${counted(missing, 'recording')}${bytes === null ? '' : `, about ${formatBytes(bytes)}`}`;
}

/** When it comes and where that is seen. */
export function queuedSentence(queued: number, state: { paused: boolean; offline: boolean }): string {
  if (queued === 0) return 'Nothing was left to download: every recording of these calls is here.';
  const many = queued !== 1;
  const when = state.paused
    ? `${many ? 'They come' : 'It comes'} when you resume syncing.`
    : state.offline
      ? `${many ? 'They come' : 'It comes'} as soon as Voicy can be reached again.`
      : `${many ? 'They come' : 'It comes'} before anything else but calls that are open.`;
  return `${formatCount(queued)} ${many ? 'recordings are' : 'recording is'} queued. ${when} The Sync screen and the line at the foot of the window show how far it is.`;
}
