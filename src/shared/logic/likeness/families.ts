import { digest, type Features } from './features.ts';
import { likeness, SAME_FAMILY } from './likeness.ts';

/** A wording that has a family, as a new one is held against it. */
export interface FamilyMember {
  readonly family: string;
  readonly features: Features;
}

/** How alike a new wording is, on average, to the members it was held against: keeps a chain of small steps from joining everything. */
const COMPANY = 0.7 * SAME_FAMILY;

/**
 * The family that a new wording joins: the one with the member most alike, if that is alike enough and the others of it that
 * are known here are not strangers. Null = it begins a family. Of equals the first family by key, so that it is always the same.
 */
export function chooseFamily(wording: Features, members: readonly FamilyMember[]): string | null {
  const scores = new Map<string, { best: number; sum: number; count: number }>();
  for (const { family, features } of members) {
    const score = likeness(wording, features);
    const known = scores.get(family) ?? { best: 0, sum: 0, count: 0 };
    scores.set(family, { best: Math.max(known.best, score), sum: known.sum + score, count: known.count + 1 });
  }
  const [first] = [...scores]
    .filter(([, { best, sum, count }]) => best >= SAME_FAMILY && sum / count >= COMPANY)
    .sort(([a, x], [b, y]) => y.best - x.best || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

/** Key of the family that begins with a wording of an agent; also the id of what a person says of either. */
export function familyKeyOf(agent: string, wordingKey: string): string {
  return digest(`${agent}\n${wordingKey}`);
}
