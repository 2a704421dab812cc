import { Plus, X } from 'lucide-react';
import { addChoice, newAnswer, updateCriterion } from '#shared/logic/scorecard/edit-card.ts';
import type { Criterion, CriterionType } from '#shared/model/review/scorecard.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Select } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { CommitInput, readNumber } from '../commit-input.tsx';
import type { EditedCard } from '../use-scorecard.ts';
import { Labelled } from './labelled.tsx';

const typeWords: Record<CriterionType['type'], string> = {
  'yes-no': 'Yes or no',
  scale: '1 to 5',
  choice: 'One of several',
  number: 'A number',
  text: 'Free text (not scored)',
};

const types = Object.keys(typeWords) as CriterionType['type'][];

/** How a criterion is answered, and what the answers are worth. */
export function AnswerFields({ criterion, edited }: { criterion: Criterion; edited: EditedCard }) {
  const { answer, id } = criterion;
  const put = (change: CriterionType) => edited.edit((card) => updateCriterion(card, id, { answer: change }));
  return (
    <>
      <Labelled label="Answer">
        {(ids) => (
          <Select
            {...ids}
            value={answer.type}
            onChange={(event) => {
              const type = types.find((one) => one === event.target.value);
              if (type === undefined) return;
              const auto = type === 'yes-no' ? criterion.auto : null;
              edited.edit((card) => updateCriterion(card, id, { answer: newAnswer(type), auto }));
            }}
          >
            {types.map((type) => (
              <option key={type} value={type}>
                {typeWords[type]}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      {answer.type === 'yes-no' ? (
        <Labelled label="Good answer">
          {(ids) => (
            <Select
              {...ids}
              value={answer.good}
              onChange={(event) => put({ ...answer, good: event.target.value === 'no' ? 'no' : 'yes' })}
            >
              <option value="yes">Yes</option>
              <option value="no">No</option>
            </Select>
          )}
        </Labelled>
      ) : null}
      {answer.type === 'scale' ? (
        <Labelled label="Counts as a fail" hint="5 is worth all points, 1 none.">
          {(ids) => (
            <Select
              {...ids}
              value={answer.failAtMost}
              onChange={(event) => put({ ...answer, failAtMost: Number(event.target.value) })}
            >
              {[0, 1, 2, 3, 4, 5].map((limit) => (
                <option key={limit} value={limit}>
                  {limit === 0 ? 'Nothing' : limit === 1 ? '1' : `${limit} and below`}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
      ) : null}
      {answer.type === 'number' ? <NumberFields answer={answer} onChange={put} /> : null}
      {answer.type === 'choice' ? <Choices criterionId={id} answer={answer} edited={edited} onChange={put} /> : null}
    </>
  );
}

type NumberType = Extract<CriterionType, { type: 'number' }>;

function NumberFields({ answer, onChange }: { answer: NumberType; onChange: (answer: NumberType) => void }) {
  const limit = (of: 'worst' | 'best') => (text: string) => {
    if (text.trim() === '') {
      onChange({ ...answer, [of]: null });
      return null;
    }
    const value = readNumber(text, -1e9, 1e9);
    if (typeof value === 'string') return value;
    onChange({ ...answer, [of]: value });
    return null;
  };
  return (
    <>
      <Labelled label="Unit">
        {(ids) => (
          <CommitInput
            {...ids}
            maxLength={40}
            value={answer.unit}
            onCommit={(unit) => {
              onChange({ ...answer, unit: unit.slice(0, 40) });
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled label="Worth nothing at" hint="At this number or beyond it is a fail.">
        {(ids) => (
          <CommitInput {...ids} inputMode="decimal" value={answer.worst?.toString() ?? ''} onCommit={limit('worst')} />
        )}
      </Labelled>
      <Labelled label="Worth all at" hint="Leave either empty, and the number is noted but not scored.">
        {(ids) => (
          <CommitInput {...ids} inputMode="decimal" value={answer.best?.toString() ?? ''} onCommit={limit('best')} />
        )}
      </Labelled>
    </>
  );
}

type ChoiceType = Extract<CriterionType, { type: 'choice' }>;
type Choice = ChoiceType['choices'][number];

function Choices({
  criterionId,
  answer,
  edited,
  onChange,
}: {
  criterionId: string;
  answer: ChoiceType;
  edited: EditedCard;
  onChange: (answer: ChoiceType) => void;
}) {
  const { choices } = answer;
  const put = (at: number, change: Partial<Choice>) =>
    onChange({
      ...answer,
      choices: choices.map((choice, place) => (place === at ? { ...choice, ...change } : choice)),
    });
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="text-text-2">Choices, in the order of their keys, with points from 0 to 100 %</legend>
      {choices.map((choice, at) => (
        <div key={choice.id} className="flex items-start gap-2">
          <span className="w-4 pt-1 text-right text-meta text-text-3 tabular-nums">{at + 1}</span>
          <CommitInput
            aria-label={`Choice ${at + 1}`}
            className="flex-1"
            maxLength={500}
            value={choice.label}
            onCommit={(label) => {
              if (label.trim() === '') return 'A choice needs a name.';
              put(at, { label: label.slice(0, 500) });
              return null;
            }}
          />
          <CommitInput
            aria-label={`Points of choice ${at + 1}, percent; empty = not scored`}
            className="w-16"
            inputMode="decimal"
            placeholder="none"
            value={choice.points === null ? '' : String(Math.round(choice.points * 1000) / 10)}
            onCommit={(text) => {
              const points = text.trim() === '' ? null : readNumber(text, 0, 100);
              if (typeof points === 'string') return points;
              put(at, { points: points === null ? null : points / 100 });
              return null;
            }}
          />
          <Checkbox
            label="fail"
            aria-label={`Choice ${at + 1} is a fail`}
            className="w-16 pt-0.5"
            checked={choice.fails}
            onChange={(event) => put(at, { fails: event.target.checked })}
          />
          <IconButton
            label={`Remove choice ${at + 1}`}
            icon={<X />}
            disabledReason={choices.length <= 2 ? 'two choices are the least' : null}
            onClick={() => onChange({ ...answer, choices: choices.toSpliced(at, 1) })}
          />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus />}
        disabledReason={choices.length >= 50 ? 'There can be 50 choices.' : null}
        onClick={() => edited.edit((card) => addChoice(card, criterionId))}
      >
        Add a choice
      </Button>
    </fieldset>
  );
}
