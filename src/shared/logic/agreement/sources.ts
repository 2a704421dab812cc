import type { CalibrationPack, CalibrationSources } from '../../model/review/agreement.ts';
import { isSubmitted } from '../queue/review-states.ts';
import type { ReadItem } from '../review/read-item.ts';
import { compareIds } from './rated.ts';

/**
 * What agreement can be computed of. A blind pack is closed to a reviewer who is in it until they handed in a review of it; that others
 * handed in something is not secret, what they said is.
 */
export function surveySources(
  packs: readonly ReadItem<'pack'>[],
  reviews: readonly ReadItem<'review'>[],
  reader: string,
): CalibrationSources {
  const submitted = reviews.filter(isSubmitted);
  return {
    packs: packs.map((pack) => surveyPack(pack, submitted, reader)),
    versions: surveyVersions(submitted),
  };
}

function surveyPack(
  { id, fields }: ReadItem<'pack'>,
  submitted: readonly ReadItem<'review'>[],
  reader: string,
): CalibrationPack {
  const callIds = new Set(fields.callIds ?? []);
  const done = new Map<string, Set<string>>((fields.reviewers ?? []).map((reviewer) => [reviewer, new Set()]));
  for (const review of submitted) {
    if (review.fields.packId !== id || review.callId === null || !callIds.has(review.callId)) continue;
    const reviewer = review.fields.reviewer ?? review.author;
    const calls = done.get(reviewer) ?? new Set<string>();
    calls.add(review.callId);
    done.set(reviewer, calls);
  }
  const mustHandIn = fields.blind !== false && (fields.reviewers ?? []).includes(reader);
  return {
    packId: id,
    name: fields.name,
    versionId: fields.versionId,
    calls: callIds.size,
    dueMs: fields.dueMs,
    reviewers: [...done].map(([reviewer, calls]) => ({ reviewer, submitted: calls.size })),
    open: !mustHandIn || (done.get(reader)?.size ?? 0) > 0,
  };
}

function surveyVersions(submitted: readonly ReadItem<'review'>[]): CalibrationSources['versions'] {
  const byVersion = new Map<string, { reviews: number; repeats: number; calls: Map<string, Set<string>> }>();
  for (const { fields, author, callId } of submitted) {
    if (fields.versionId === null || callId === null) continue;
    const known = byVersion.get(fields.versionId) ?? { reviews: 0, repeats: 0, calls: new Map() };
    byVersion.set(fields.versionId, known);
    known.reviews += 1;
    if (fields.repeatOf !== null) {
      known.repeats += 1;
      continue;
    }
    const reviewers = known.calls.get(callId) ?? new Set<string>();
    reviewers.add(fields.reviewer ?? author);
    known.calls.set(callId, reviewers);
  }
  return [...byVersion]
    .sort(([a], [b]) => compareIds(a, b))
    .map(([versionId, { reviews, repeats, calls }]) => ({
      versionId,
      reviews,
      repeats,
      reviewers: new Set([...calls.values()].flatMap((reviewers) => [...reviewers])).size,
      sharedCalls: [...calls.values()].filter((reviewers) => reviewers.size >= 2).length,
    }));
}
