import {
  type Criterion,
  type CriterionType,
  criterionSchema,
  type Scorecard,
  type Section,
} from '../../model/review/scorecard.ts';
import { criteriaOf } from './conditions.ts';

// Edits of a scorecard: each takes a card and gives another. What an id does not name is left as it is.

export const emptyCard: Scorecard = { sections: [], passAt: null };

/** An id that a card does not use yet, from words where they give one. */
function freshId(words: string, taken: ReadonlySet<string>): string {
  const stem =
    words
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'item';
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.has(id)) return id;
  }
}

const mapSections = (card: Scorecard, change: (section: Section) => Section): Scorecard => ({
  ...card,
  sections: card.sections.map(change),
});

/** Adds an empty section at the end; answers with its id too. */
export function addSection(card: Scorecard, label = 'New section'): { card: Scorecard; id: string } {
  const id = freshId(label, new Set(card.sections.map((section) => section.id)));
  return { card: { ...card, sections: [...card.sections, { id, label, weight: 1, criteria: [] }] }, id };
}

/** Adds a yes/no criterion to a section, after another one or at its end; answers with its id too. */
export function addCriterion(
  card: Scorecard,
  sectionId: string,
  afterId: string | null = null,
  label = 'New criterion',
): { card: Scorecard; id: string } {
  const id = freshId(label, new Set(criteriaOf(card).map((criterion) => criterion.id)));
  const made = criterionSchema.parse({ id, label, answer: { type: 'yes-no' } });
  const added = mapSections(card, (section) => {
    if (section.id !== sectionId) return section;
    const at = section.criteria.findIndex((criterion) => criterion.id === afterId);
    const place = at < 0 ? section.criteria.length : at + 1;
    return { ...section, criteria: section.criteria.toSpliced(place, 0, made) };
  });
  return { card: added, id };
}

export function updateSection(card: Scorecard, id: string, change: Partial<Omit<Section, 'id'>>): Scorecard {
  return mapSections(card, (section) => (section.id === id ? { ...section, ...change } : section));
}

export function updateCriterion(card: Scorecard, id: string, change: Partial<Omit<Criterion, 'id'>>): Scorecard {
  return mapSections(card, (section) => ({
    ...section,
    criteria: section.criteria.map((criterion) => (criterion.id === id ? { ...criterion, ...change } : criterion)),
  }));
}

export function removeSection(card: Scorecard, id: string): Scorecard {
  return { ...card, sections: card.sections.filter((section) => section.id !== id) };
}

export function removeCriterion(card: Scorecard, id: string): Scorecard {
  return mapSections(card, (section) => ({
    ...section,
    criteria: section.criteria.filter((criterion) => criterion.id !== id),
  }));
}

/** Exchanges a section with the one before (-1) or after (1). */
export function moveSection(card: Scorecard, id: string, by: 1 | -1): Scorecard {
  return { ...card, sections: swap(card.sections, id, by) };
}

/** Moves a criterion up or down by one place; from the edge of its section on into the next one. */
export function moveCriterion(card: Scorecard, id: string, by: 1 | -1): Scorecard {
  const at = card.sections.findIndex(({ criteria }) => criteria.some((criterion) => criterion.id === id));
  const section = card.sections[at];
  const place = section?.criteria.findIndex((criterion) => criterion.id === id) ?? -1;
  const criterion = section?.criteria[place];
  if (section === undefined || criterion === undefined) return card;
  const isEdge = by < 0 ? place === 0 : place === section.criteria.length - 1;
  if (!isEdge) return updateSection(card, section.id, { criteria: swap(section.criteria, id, by) });
  const other = card.sections[at + by];
  if (other === undefined) return card;
  const moved = by < 0 ? [...other.criteria, criterion] : [criterion, ...other.criteria];
  return updateSection(removeCriterion(card, id), other.id, { criteria: moved });
}

function swap<T extends { readonly id: string }>(list: readonly T[], id: string, by: 1 | -1): T[] {
  const at = list.findIndex((one) => one.id === id);
  const one = list[at];
  const other = list[at + by];
  return one === undefined || other === undefined ? [...list] : list.with(at, other).with(at + by, one);
}

/** An answer type as it begins. What other types cannot have (data, an answer) goes with the change of type. */
export function newAnswer(type: CriterionType['type']): CriterionType {
  switch (type) {
    case 'yes-no':
      return { type, good: 'yes' };
    case 'scale':
      return { type, failAtMost: 1 };
    case 'choice':
      return {
        type,
        choices: [
          { id: 'good', label: 'Good', points: 1, fails: false },
          { id: 'bad', label: 'Bad', points: 0, fails: true },
        ],
      };
    case 'number':
      return { type, unit: '', worst: null, best: null };
    case 'text':
      return { type };
  }
}

/** Adds a choice to a criterion that has choices. */
export function addChoice(card: Scorecard, criterionId: string): Scorecard {
  const criterion = criteriaOf(card).find(({ id }) => id === criterionId);
  if (criterion?.answer.type !== 'choice') return card;
  const { choices } = criterion.answer;
  const taken = new Set(choices.map((choice) => choice.id));
  const label = freshLabel('New choice', new Set(choices.map((choice) => choice.label)));
  const made = { id: freshId(label, taken), label, points: 0.5, fails: false };
  return updateCriterion(card, criterionId, { answer: { type: 'choice', choices: [...choices, made] } });
}

function freshLabel(stem: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const label = n === 1 ? stem : `${stem} ${n}`;
    if (!taken.has(label)) return label;
  }
}
