import { formatCount } from '#shared/logic/format.ts';
import type { BundleInspection, MergeResult } from '#shared/model/bundle.ts';

/** A count with its words: one, or many. */
export function some(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Whether merging would change anything here. */
export function changesAnything({ newEvents, newCalls, newRecordings }: BundleInspection): boolean {
  return newEvents + newCalls + newRecordings > 0;
}

/** What a bundle has and what of it is new, as rows of label and count. */
export function inspectionRows(inspection: BundleInspection): (readonly [string, number])[] {
  const { counts, newEvents, newItems, conflicts, callsNotHere, erasedCalls, newCalls, newRecordings } = inspection;
  const rows: (readonly [string, number, boolean?])[] = [
    ['Calls it is about', counts.calls],
    ['Pieces of review work', counts.events],
    ['of these new here', newEvents],
    ['Annotations, scores and the like that are new', newItems],
    ['Places where you and your colleague differ', conflicts],
    ['Calls that are new here', newCalls, counts.rawCalls > 0],
    ['Recordings that are new here', newRecordings, counts.recordings > 0],
    ['Calls not here: the work is kept until they come', callsNotHere, callsNotHere > 0],
    ['Calls that were erased here: left out', erasedCalls, erasedCalls > 0],
  ];
  return rows.flatMap(([label, count, shown = true]) => (shown ? [[label, count] as const] : []));
}

/** What a merge did, a sentence each. */
export function mergeSentences({ events, calls, recordings, callsNotHere, conflicts }: MergeResult): string[] {
  const erased = events.erased + calls.erased + recordings.erased;
  const sentences: (string | null)[] = [
    events.added === 0
      ? 'No review work was new.'
      : `${some(events.added, 'piece of review work was', 'pieces of review work were')} added.`,
    calls.added + calls.updated > 0 ? `${some(calls.added + calls.updated, 'call was', 'calls were')} stored.` : null,
    recordings.added > 0 ? `${some(recordings.added, 'recording was', 'recordings were')} put in place.` : null,
    calls.unreadable > 0 ? `${some(calls.unreadable, 'call', 'calls')} could not be read and stayed out.` : null,
    callsNotHere > 0
      ? `${some(callsNotHere, 'call is', 'calls are')} not here: the work on ${callsNotHere === 1 ? 'it' : 'them'} shows when ${callsNotHere === 1 ? 'it comes' : 'they come'}.`
      : null,
    erased > 0 ? 'What was about calls that were erased here stayed out.' : null,
    conflicts > 0 ? `${formatCount(conflicts)} to settle: something else is written here in the same place.` : null,
  ];
  return sentences.filter((sentence) => sentence !== null);
}
