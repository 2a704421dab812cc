import { useMemo } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import type { CalibrationAnswer } from '#shared/model/review/agreement.ts';
import { useItems, useReview } from '../review-work/use-review.ts';

/** What ids are called on screen. */
export interface Names {
  reviewer(id: string): string;
  tag(id: string | null): string;
  /** `Manner, version 2`. */
  version(id: string | null): string;
}

/** A person without a name is told apart by how their id begins. */
function unnamed(id: string): string {
  return `Reviewer ${id.slice(0, 6)}`;
}

/** Names of reviewers, tags and versions, from the workspace's review work. */
export function useNames(): Names {
  const work = useReview(null);
  const reviewers = useItems(work, 'reviewer');
  const tags = useItems(work, 'tag');
  const scorecards = useItems(work, 'scorecard');
  const versions = useItems(work, 'scorecard-version');
  return useMemo(() => {
    const reviewerNames = new Map(reviewers.map(({ id, fields }) => [id, fields.name]));
    const tagNames = new Map(tags.map(({ id, fields }) => [id, fields.name]));
    const cardNames = new Map(scorecards.map(({ id, fields }) => [id, fields.name]));
    const versionNames = new Map(
      versions.map(({ id, fields }) => [
        id,
        `${cardNames.get(fields.scorecardId ?? '') ?? 'Scorecard'}${fields.number === null ? '' : `, version ${fields.number}`}`,
      ]),
    );
    return {
      reviewer: (id) => reviewerNames.get(id) ?? unnamed(id),
      tag: (id) => (id === null ? 'No tag' : (tagNames.get(id) ?? id)),
      version: (id) => (id === null ? 'No scorecard' : (versionNames.get(id) ?? 'A scorecard that is not here')),
    };
  }, [reviewers, tags, scorecards, versions]);
}

/** What a call of the report is called: its agent and when it began; its id where the call is not here. */
export function callNamer(calls: CalibrationAnswer['calls'], nowMs: number): (callId: string) => string {
  const known = new Map(calls.map((call) => [call.id, call]));
  return (callId) => {
    const call = known.get(callId);
    if (call === undefined) return callId;
    return [call.agentName ?? 'Unnamed agent', formatDateTime(call.startMs, undefined, nowMs)].join(', ');
  };
}
