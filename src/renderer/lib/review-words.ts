import type { CallReviewState } from '#shared/model/review/call-state.ts';
import type { Wording } from './call-words.ts';

/** Where a call's review stands, in words, as a shape and with what it means. */
export const reviewStateWords: Readonly<Record<CallReviewState, Wording>> = {
  new: { label: 'New', shape: 'ring', tone: 'neutral', hint: 'Nobody has begun to review this call' },
  'in-progress': { label: 'In progress', shape: 'half', tone: 'accent', hint: 'A review was begun and not finished' },
  done: { label: 'Done', shape: 'disc', tone: 'ok', hint: 'The review is finished' },
  disputed: {
    label: 'Disputed',
    shape: 'triangle',
    tone: 'bad',
    hint: 'Somebody objects to the review; it waits for an answer',
  },
  resolved: { label: 'Resolved', shape: 'square', tone: 'ok', hint: 'The dispute was answered' },
};

export const reviewStates = Object.keys(reviewStateWords) as CallReviewState[];

/** A reviewer's name. Of several with the same one each is told from the others by the beginning of the id. */
export function reviewerName(id: string | null, names: ReadonlyMap<string, string>): string {
  if (id === null) return 'Nobody';
  const name = names.get(id);
  if (name === undefined) return `Reviewer ${id.slice(0, 4)}`;
  const shared = [...names].filter(([, other]) => other === name).length > 1;
  return shared ? `${name} (${id.slice(0, 4)})` : name;
}
