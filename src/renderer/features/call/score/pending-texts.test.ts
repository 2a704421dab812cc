import { expect, it } from 'vitest';
import { criterionSchema } from '#shared/model/review/scorecard.ts';
import { pendingTexts, textKey } from './pending-texts.ts';

const criterion = (id: string, answer: unknown) => criterionSchema.parse({ id, label: id, answer });
const criteria = [
  criterion('with space', { type: 'yes-no' }),
  criterion('b', { type: 'scale' }),
  criterion('c', { type: 'text' }),
  criterion('n', { type: 'number' }),
  criterion('m', { type: 'number' }),
];

it('finds the texts of one review, and prefers what is being typed to the draft', () => {
  const draft = (key: string, text: string) => ({ key, text, updatedMs: 1 });
  const drafts = [
    draft(textKey('r', 'with space', 'comment'), 'old'),
    draft(textKey('r', 'b', 'reason'), 'why'),
    draft(textKey('r', 'n', 'answer'), '2,5'),
    draft(textKey('r', 'm', 'answer'), 'two'),
    draft(textKey('r', 'gone', 'answer'), 'words'),
    draft(textKey('r2', 'b', 'reason'), 'another review'),
    draft('annotation n1', 'a note'),
  ];
  const typed = new Map([
    [textKey('r', 'with space', 'comment'), 'new'],
    [textKey('r', 'c', 'answer'), 'words'],
  ]);
  expect(pendingTexts('r', criteria, drafts, typed)).toEqual({
    comments: new Map([['with space', 'new']]),
    reasons: new Map([['b', 'why']]),
    answers: new Map([
      ['n', { is: 'answer', answer: 2.5 }],
      ['c', { is: 'answer', answer: 'words' }],
    ]),
  });
});
