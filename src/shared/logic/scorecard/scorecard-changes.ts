import type { Criterion, CriterionType, Scorecard } from '../../model/review/scorecard.ts';
import { autoRuleWords } from './auto-words.ts';

/** One difference between two versions of a scorecard. */
export interface ScorecardChange {
  readonly what: 'added' | 'removed' | 'changed' | 'moved';
  /** The section or criterion, by its present name. */
  readonly of: string;
  /** What exactly, in a sentence. */
  readonly message: string;
}

const typeWords: Record<CriterionType['type'], string> = {
  'yes-no': 'yes/no',
  scale: '1 to 5',
  choice: 'choice',
  number: 'number',
  text: 'text',
};

/** What became of a scorecard from one version to the next, in the order of the newer one; removed things last. */
export function scorecardChanges(before: Scorecard, after: Scorecard): ScorecardChange[] {
  const changes: ScorecardChange[] = [];
  const note = (what: ScorecardChange['what'], of: string, message: string) => changes.push({ what, of, message });
  if (before.passAt !== after.passAt) {
    note('changed', 'Pass mark', `${percent(before.passAt)} became ${percent(after.passAt)}.`);
  }
  const oldSections = new Map(before.sections.map((section) => [section.id, section]));
  const oldPlaces = new Map(
    before.sections.flatMap((section) =>
      section.criteria.map((criterion) => [criterion.id, { criterion, section }] as const),
    ),
  );
  const kept = { sections: new Set<string>(), criteria: new Set<string>() };
  for (const section of after.sections) {
    const old = oldSections.get(section.id);
    kept.sections.add(section.id);
    if (old === undefined) note('added', section.label, 'Section added.');
    else {
      if (old.label !== section.label) note('changed', section.label, `Renamed from “${old.label}”.`);
      if (old.weight !== section.weight)
        note('changed', section.label, `Weight ${old.weight} became ${section.weight}.`);
    }
    for (const criterion of section.criteria) {
      const place = oldPlaces.get(criterion.id);
      kept.criteria.add(criterion.id);
      if (place === undefined) note('added', criterion.label, `Added to “${section.label}”.`);
      else {
        if (place.section.id !== section.id) {
          note('moved', criterion.label, `Moved from “${place.section.label}” to “${section.label}”.`);
        }
        for (const message of criterionChanges(place.criterion, criterion)) note('changed', criterion.label, message);
      }
    }
  }
  if (isReordered(before, after)) note('moved', 'Order', 'Sections or criteria stand in another order.');
  for (const section of before.sections) {
    if (!kept.sections.has(section.id)) note('removed', section.label, 'Section removed.');
    for (const { id, label } of section.criteria)
      if (!kept.criteria.has(id)) note('removed', label, 'Criterion removed.');
  }
  return changes;
}

const percent = (value: number | null): string => (value === null ? 'none' : `${value} %`);
const yes = (value: boolean): string => (value ? 'yes' : 'no');
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function criterionChanges(before: Criterion, after: Criterion): string[] {
  const said: string[] = [];
  const became = (name: string, old: string, now: string) => said.push(`${name}: ${old} became ${now}.`);
  if (before.label !== after.label) said.push(`Renamed from “${before.label}”.`);
  if (before.guidance !== after.guidance) said.push('Its guidance was rewritten.');
  if (before.answer.type !== after.answer.type) {
    became('Answer', typeWords[before.answer.type], typeWords[after.answer.type]);
  } else if (!same(before.answer, after.answer)) said.push('Its possible answers or their points changed.');
  if (before.weight !== after.weight) became('Weight', String(before.weight), String(after.weight));
  if (before.critical !== after.critical) became('Critical', before.critical, after.critical);
  if (before.allowNa !== after.allowNa) became('May not apply', yes(before.allowNa), yes(after.allowNa));
  if (before.required !== after.required) became('Required', yes(before.required), yes(after.required));
  if (before.commentOnFail !== after.commentOnFail) {
    became('Comment on a fail', yes(before.commentOnFail), yes(after.commentOnFail));
  }
  if (!same(before.onlyIf, after.onlyIf)) said.push('The condition under which it is asked changed.');
  if (!same(before.auto, after.auto)) {
    became('Answered from the data', autoRuleWords(before.auto), autoRuleWords(after.auto));
  }
  return said;
}

/** Whether what both have stands in another order; additions, removals and moves to other sections apart. */
function isReordered(before: Scorecard, after: Scorecard): boolean {
  const order = (card: Scorecard, other: Scorecard): string[] => {
    const sectionOf = sectionsById(other);
    return card.sections.flatMap((section) => [
      ...(other.sections.some(({ id }) => id === section.id) ? [`s:${section.id}`] : []),
      ...section.criteria.flatMap(({ id }) => (sectionOf.get(id) === section.id ? [`c:${id}`] : [])),
    ]);
  };
  return !same(order(before, after), order(after, before));
}

function sectionsById(card: Scorecard): Map<string, string> {
  return new Map(card.sections.flatMap(({ id, criteria }) => criteria.map((criterion) => [criterion.id, id] as const)));
}
