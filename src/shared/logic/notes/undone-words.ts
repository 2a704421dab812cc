import type { ReviewItem, ReviewKind } from '../../model/review/event.ts';
import { readFields } from '../review/read-item.ts';
import { anchorWords } from './anchor-words.ts';

const kindWords: Record<ReviewKind, string> = {
  annotation: 'a note',
  correction: 'a correction',
  review: 'a review',
  score: 'a score',
  dispute: 'a dispute',
  assignment: 'an assignment',
  tag: 'a tag',
  scorecard: 'a scorecard',
  'scorecard-version': 'a scorecard version',
  pack: 'a calibration pack',
  reviewer: 'a reviewer',
  goal: 'a goal',
  pair: 'half of a pair of turns',
  family: 'a family of turns',
  wording: 'a wording’s family',
  vote: 'a blind vote',
};

/**
 * What an undo or redo did, in a sentence: which items, whether they are gone or back, and what was left as it was; null = there was
 * nothing to take back.
 */
export function undoneWords(
  done: { readonly items: readonly ReviewItem[]; readonly left: number } | null,
  which: 'undo' | 'redo',
): string {
  if (done === null) return which === 'undo' ? 'There is nothing to undo.' : 'There is nothing to do again.';
  const { items, left } = done;
  const head = which === 'undo' ? 'Undone' : 'Done again';
  const [first] = items;
  const what =
    first === undefined ? 'nothing was left to change' : items.length === 1 ? itemWords(first) : countWords(items);
  const kept =
    left === 0
      ? ''
      : ` ${left === 1 ? 'One field was' : `${left} fields were`} changed again since and left as ${left === 1 ? 'it is' : 'they are'}.`;
  return `${head}: ${what}.${kept}`;
}

function itemWords(item: ReviewItem): string {
  const gone = item.fields.deleted === true;
  return `${kindWords[item.kind]}${placeOf(item)} ${gone ? 'is gone' : 'is changed'}`;
}

function placeOf(item: ReviewItem): string {
  if (item.kind !== 'annotation' && item.kind !== 'correction') return '';
  const { anchor } = readFields(item.kind, item.fields);
  return anchor === null ? '' : ` on ${anchorWords(anchor)}`;
}

function countWords(items: readonly ReviewItem[]): string {
  const kinds = new Set(items.map(({ kind }) => kind));
  const [kind] = kinds;
  if (kinds.size > 1 || kind === undefined) return `${items.length} pieces of review work are changed`;
  return `${items.length} ${kindWords[kind].replace(/^an? /u, '')}s are changed`;
}
