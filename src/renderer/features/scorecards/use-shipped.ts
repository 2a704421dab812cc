import { useQuery } from '@tanstack/react-query';
import type { ScorecardFile } from '#shared/model/review/scorecard.ts';
import { orpc } from '../../lib/rpc.ts';
import type { Change } from '../review-work/send-changes.ts';
import type { ReviewWork } from '../review-work/use-review.ts';

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

/** The scorecards that come with Earmark, and how to put them into this workspace, published. */
export function useShippedCards(shared: ReviewWork): {
  readonly files: readonly ScorecardFile[];
  readonly pending: boolean;
  add(): Promise<boolean>;
} {
  const { data, isPending } = useQuery(orpc.scorecards.shipped.queryOptions());
  const files = data?.map(({ file }) => file) ?? [];
  return {
    files,
    pending: isPending,
    add: async () =>
      (await shared.actions.apply(files.flatMap((file) => changesFromFile(file, Date.now()).changes))) !== null,
  };
}
