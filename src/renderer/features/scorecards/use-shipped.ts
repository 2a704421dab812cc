import { useQuery } from '@tanstack/react-query';
import type { ScorecardFile } from '#shared/model/review/scorecard.ts';
import { orpc } from '../../lib/rpc.ts';
import type { Change } from '../review-work/send-changes.ts';
import { type ReviewWork, useItems } from '../review-work/use-review.ts';

/** What makes a scorecard of a file, published or as a draft, under ids of its own. */
export function changesFromFile(file: ScorecardFile, publishedMs: number | null): { id: string; changes: Change[] } {
  const id = crypto.randomUUID();
  const definition = JSON.parse(JSON.stringify(file.scorecard));
  const version: Change['set'] = { scorecardId: id, number: 1, definition };
  if (publishedMs !== null) version.publishedMs = publishedMs;
  return {
    id,
    changes: [
      { kind: 'scorecard', itemId: id, set: { name: file.name.slice(0, 200), description: file.description } },
      { kind: 'scorecard-version', itemId: crypto.randomUUID(), set: version },
    ],
  };
}

/** The scorecards that come with Earmark and are not in this workspace by their names, and how to put them there, published. */
export function useShippedCards(shared: ReviewWork): { readonly lacking: number; add(): Promise<boolean> } {
  const { data } = useQuery(orpc.scorecards.shipped.queryOptions());
  const here = new Set(useItems(shared, 'scorecard').map(({ fields }) => fields.name));
  const files = (data ?? []).flatMap(({ file }) => (here.has(file.name) ? [] : [file]));
  return {
    lacking: files.length,
    add: async () =>
      (await shared.actions.apply(files.flatMap((file) => changesFromFile(file, Date.now()).changes))) !== null,
  };
}
