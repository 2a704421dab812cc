import type { ReviewChange, ReviewEvent } from '#shared/model/review/event.ts';
import { withEventId } from './event-id.ts';
import { shippedScorecards } from './shipped-scorecards.ts';

const AUTHOR = 'earmark-demo';
/** Some day before any demo call; the same on every computer, so that the events are. */
const AT_MS = Date.UTC(2026, 0, 5, 9);

/** The event by which it is known that the demo has its scorecards. */
export const demoMark = { kind: 'reviewer', id: AUTHOR } as const;

/**
 * The events that put the shipped scorecards, published, into the demo workspace, by a reviewer "Earmark demo". They are the same
 * every time, so adding them twice changes nothing, and work on them merges between two demos.
 */
export function demoScorecardEvents(): ReviewEvent[] {
  const changes: Omit<ReviewChange, 'callId'>[] = [
    { kind: demoMark.kind, itemId: demoMark.id, set: { name: 'Earmark demo' } },
    ...shippedScorecards().flatMap(({ id, file }): Omit<ReviewChange, 'callId'>[] => [
      { kind: 'scorecard', itemId: `demo-${id}`, set: { name: file.name, description: file.description } },
      {
        kind: 'scorecard-version',
        itemId: `demo-${id}-1`,
        // Through JSON, as an event has it after a restart: what is undefined is not there.
        set: { scorecardId: `demo-${id}`, number: 1, definition: asJson(file.scorecard), publishedMs: AT_MS },
      },
    ]),
  ];
  return changes.map(({ kind, itemId, set }, place) =>
    withEventId({
      kind,
      itemId,
      callId: null,
      author: AUTHOR,
      // Lists are in the order in which their items were made.
      atMs: AT_MS + place,
      set,
      over: Object.fromEntries(Object.keys(set).map((field) => [field, []])),
      command: `earmark-demo-${place}`,
      undoes: null,
    }),
  );
}

const asJson = (value: unknown): ReviewChange['set'][string] => JSON.parse(JSON.stringify(value));
