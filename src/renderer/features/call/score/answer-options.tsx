import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { Criterion, ScoreValue } from '#shared/model/review/scorecard.ts';
import type { KeyActionId } from '../../../lib/key-catalogue.ts';
import { cx } from '../../../ui/cx.ts';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { optionAt } from './score-actions.ts';

const same = (a: ScoreValue | null, b: ScoreValue | null): boolean =>
  a !== null && b !== null && (a.is === 'na' ? b.is === 'na' : b.is === 'answer' && a.answer === b.answer);

function optionLabels({ answer }: Pick<Criterion, 'answer'>): string[] {
  switch (answer.type) {
    case 'yes-no':
      return ['Yes', 'No'];
    case 'scale':
      return ['1', '2', '3', '4', '5'];
    case 'choice':
      return answer.choices.map(({ label }) => neutraliseText(label));
    case 'number':
    case 'text':
      return [];
  }
}

/** The answers to choose from, and "does not apply"; with their keys where the keys work. */
export function AnswerOptions({
  criterion,
  value,
  fromData,
  showKeys,
  onChoose,
}: {
  criterion: Criterion;
  value: ScoreValue | null;
  /** The value is the data's, nobody chose it. */
  fromData: boolean;
  showKeys: boolean;
  onChoose: (value: ScoreValue) => void;
}) {
  const isScale = criterion.answer.type === 'scale';
  const options = optionLabels(criterion).flatMap((label, at) => {
    const option = optionAt(criterion, at + 1);
    return option === null ? [] : [{ label, option, place: at + 1 }];
  });
  return (
    <div className="flex flex-wrap gap-1">
      {options.map(({ label, option, place }) => (
        <Option
          key={place}
          label={label}
          name={isScale ? `${label} of 5` : label}
          chosen={same(value, option)}
          fromData={fromData}
          // On a scale the answer is its own key.
          action={showKeys && !isScale && place <= 9 ? (`score.option-${place}` as KeyActionId) : null}
          onChoose={() => onChoose(option)}
        />
      ))}
      {criterion.allowNa ? (
        <Option
          label="n/a"
          name="Does not apply"
          chosen={value?.is === 'na'}
          fromData={false}
          action={showKeys ? 'score.na' : null}
          onChoose={() => onChoose({ is: 'na' })}
        />
      ) : null}
    </div>
  );
}

function Option({
  label,
  name,
  chosen,
  fromData,
  action,
  onChoose,
}: {
  label: string;
  name: string;
  chosen: boolean;
  fromData: boolean;
  action: KeyActionId | null;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={chosen && fromData ? `${name}, from the data` : name}
      onClick={onChoose}
      className={cx(
        'inline-flex min-h-6 min-w-7 items-center justify-center gap-1.5 rounded-md border px-2 text-left',
        chosen && !fromData && 'border-accent bg-accent font-strong text-on-accent',
        chosen && fromData && 'border-measured border-dashed bg-surface-3 font-strong text-text-1',
        !chosen && 'border-line-strong bg-surface-2 text-text-1 hover:bg-surface-3',
      )}
    >
      {action === null || chosen ? null : <ActionKbd action={action} />}
      <span dir="auto">{label}</span>
    </button>
  );
}
