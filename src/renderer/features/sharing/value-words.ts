import { formatClock } from '#shared/logic/format.ts';
import { anchorSchema } from '#shared/model/review/anchor.ts';
import type { ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { scoreValueSchema } from '#shared/model/review/scorecard.ts';

/** What an item is called where it is spoken of. */
export const kindWords: Record<ReviewKind, string> = {
  annotation: 'Annotation',
  correction: 'Correction',
  review: 'Review',
  score: 'Score',
  dispute: 'Dispute',
  assignment: 'Assignment',
  tag: 'Tag',
  scorecard: 'Scorecard',
  'scorecard-version': 'Scorecard version',
  pack: 'Calibration pack',
  reviewer: 'Reviewer',
  goal: 'Goal',
  family: 'Family of turns',
  wording: 'Place of a wording',
  pair: 'Pair of turns',
  vote: 'Blind vote',
};

const fieldNames: Readonly<Record<string, string>> = {
  anchor: 'place',
  callIds: 'calls',
  coaching: 'coaching note',
  deleted: 'whether it is deleted',
  dueMs: 'due date',
  key: 'digit',
  mergedInto: 'family it was merged into',
  overrideReason: 'reason for the override',
  perDay: 'reviews a day',
  resolved: 'whether it is resolved',
  retired: 'whether it is retired',
  role: 'speaker',
  sameAs: 'same problem as',
  spentMs: 'time spent',
  submittedMs: 'time of submitting',
  value: 'answer',
};

/** The name of a field, in small letters. */
export const fieldWords = (field: string): string =>
  Object.hasOwn(fieldNames, field) ? (fieldNames[field] ?? field) : field.replace(/([A-Z])/g, ' $1').toLowerCase();

const yesNo: Readonly<Record<string, readonly [string, string]>> = {
  deleted: ['Deleted', 'Kept'],
  resolved: ['Resolved', 'Open'],
  retired: ['Retired', 'In use'],
};

/** Names of items that a value may refer to (tags, reviewers), by id. */
export type Names = ReadonlyMap<string, string>;

/** A field's value for a reader: words for what is a choice or a place, the text itself for a text. */
export function valueWords(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined) return 'Nothing';
  if (typeof value === 'boolean') return (yesNo[field] ?? ['Yes', 'No'])[value ? 0 : 1];
  if (typeof value === 'number')
    return field.endsWith('Ms') && value > 1e11 ? new Date(value).toLocaleString() : String(value);
  if (typeof value === 'string') return value === '' ? 'An empty text' : (names.get(value) ?? value);
  const anchor = anchorSchema.safeParse(value);
  if (anchor.success) return placeWords(anchor.data);
  const answer = scoreValueSchema.safeParse(value);
  if (answer.success) return answer.data.is === 'na' ? 'Does not apply' : valueWords('', answer.data.answer, names);
  if (Array.isArray(value)) {
    return value.length === 0 ? 'None' : value.map((one) => valueWords('', one, names)).join(', ');
  }
  return JSON.stringify(value, null, 2);
}

function placeWords(anchor: ReturnType<typeof anchorSchema.parse>): string {
  switch (anchor.on) {
    case 'call':
      return 'The whole call';
    case 'point':
      return `At ${formatClock(anchor.atMs)}`;
    case 'range':
      return `${formatClock(anchor.startMs)} to ${formatClock(anchor.endMs)}`;
    case 'turn':
      return `Turn ${anchor.turn.index + 1}`;
    case 'text':
      return `“${anchor.quote.exact}” in turn ${anchor.turn.index + 1}`;
    case 'tool':
      return `Tool call ${anchor.tool.name}`;
  }
}

/** Fields that hold running text: shown with the words in which they differ, and merged by editing. */
const texts = new Set([
  'text',
  'note',
  'coaching',
  'comment',
  'answer',
  'name',
  'cause',
  'reason',
  'overrideReason',
  'description',
  'skipped',
]);

export const isText = (field: string, values: readonly unknown[]): boolean =>
  texts.has(field) && values.every((value) => typeof value === 'string' || value === null);

/** One field on which authors disagree. */
export interface Conflict {
  /** Names it among all. */
  key: string;
  item: ReviewItem;
  field: string;
}

/** The conflicts of items, one for each field, in the order given. */
export function conflictsOf(items: readonly ReviewItem[]): Conflict[] {
  return items.flatMap((item) =>
    Object.keys(item.rivals).map((field) => ({ key: `${item.kind} ${item.id} ${field}`, item, field })),
  );
}

/** Which item it is, where the field alone does not tell: its place in the call and its words. Null when there is nothing to say. */
export function aboutWords({ item, field }: Conflict): string | null {
  const { anchor, text, name, criterionId } = item.fields;
  const place = anchorSchema.safeParse(anchor);
  const parts = [
    field !== 'anchor' && place.success ? placeWords(place.data) : null,
    field !== 'text' && typeof text === 'string' && text !== '' ? text : null,
    field !== 'name' && typeof name === 'string' ? name : null,
    typeof criterionId === 'string' ? `Criterion ${criterionId}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(': ');
}
