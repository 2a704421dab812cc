import { neutraliseText } from '#shared/logic/plain-text.ts';
import { autoMetrics } from '#shared/logic/scorecard/auto-words.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import { updateCriterion } from '#shared/logic/scorecard/edit-card.ts';
import { type AutoRule, autoMetricSchema, type Criterion } from '#shared/model/review/scorecard.ts';
import { Checkbox, Select } from '../../../ui/field.tsx';
import { CommitInput, readNumber } from '../commit-input.tsx';
import type { EditedCard } from '../use-scorecard.ts';
import { Labelled } from './labelled.tsx';

type Answer = string | number | boolean;

function possibleAnswers({ answer }: Criterion): { value: Answer; label: string }[] {
  switch (answer.type) {
    case 'yes-no':
      return [
        { value: true, label: 'yes' },
        { value: false, label: 'no' },
      ];
    case 'scale':
      return [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) }));
    case 'choice':
      return answer.choices.map(({ id, label }) => ({ value: id, label: neutraliseText(label) }));
    case 'number':
    case 'text':
      return [];
  }
}

/** When a criterion is asked: always, or after certain answers to an earlier one. */
export function ConditionFields({ criterion, edited }: { criterion: Criterion; edited: EditedCard }) {
  const { id, onlyIf } = criterion;
  const all = criteriaOf(edited.card);
  const earlier = all
    .slice(
      0,
      all.findIndex((one) => one.id === id),
    )
    .filter((one) => possibleAnswers(one).length > 0);
  const parent = all.find((one) => one.id === onlyIf?.criterionId);
  const put = (next: Criterion['onlyIf']) => edited.edit((card) => updateCriterion(card, id, { onlyIf: next }));
  const isListed = onlyIf === null || earlier.some((one) => one.id === onlyIf.criterionId);
  return (
    <>
      <Labelled label="Asked">
        {(ids) => (
          <Select
            {...ids}
            value={onlyIf?.criterionId ?? ''}
            onChange={(event) => {
              const chosen = earlier.find((one) => one.id === event.target.value);
              const first = chosen === undefined ? undefined : possibleAnswers(chosen).at(-1);
              put(
                chosen === undefined || first === undefined ? null : { criterionId: chosen.id, answers: [first.value] },
              );
            }}
          >
            <option value="">always</option>
            {isListed || onlyIf === null ? null : (
              <option value={onlyIf.criterionId}>
                {parent === undefined ? 'after a criterion that is gone' : `after “${neutraliseText(parent.label)}”`}
              </option>
            )}
            {earlier.map((one) => (
              <option key={one.id} value={one.id}>
                after “{neutraliseText(one.label)}”
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      {onlyIf === null || parent === undefined ? null : (
        <fieldset className="ml-[9.25rem] flex min-w-0 flex-wrap gap-x-3">
          <legend className="text-meta text-text-3">was answered with</legend>
          {possibleAnswers(parent).map(({ value, label }) => (
            <Checkbox
              key={String(value)}
              label={label}
              checked={onlyIf.answers.includes(value)}
              onChange={(event) => {
                const answers = event.target.checked
                  ? [...onlyIf.answers, value]
                  : onlyIf.answers.filter((one) => one !== value);
                // Without any answer there is no condition left.
                put(answers.length === 0 ? null : { ...onlyIf, answers });
              }}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

const comparisonWords: Record<AutoRule['is'], string> = {
  below: 'is below',
  'at-most': 'is at most',
  'at-least': 'is at least',
  above: 'is above',
};
const comparisons = Object.keys(comparisonWords) as AutoRule['is'][];
const unitWords = { ms: 's', share: '%', count: '' } as const;
const unitFactor = { ms: 1000, share: 0.01, count: 1 } as const;
const firstRule: AutoRule = { metric: 'measured-gap-p95', is: 'below', limit: 2000 };

/** Whether and by which figure the data answers a yes/no criterion. */
export function AutoFields({ criterion, edited }: { criterion: Criterion; edited: EditedCard }) {
  const { id, auto, answer } = criterion;
  if (answer.type !== 'yes-no') return null;
  const put = (next: AutoRule | null) => edited.edit((card) => updateCriterion(card, id, { auto: next }));
  const kind = auto === null ? 'count' : autoMetrics[auto.metric].kind;
  return (
    <>
      <Labelled
        label="From the data"
        {...(auto === null
          ? {}
          : { hint: `${autoMetrics[auto.metric].note} The good answer is given when the rule holds.` })}
      >
        {(ids) => (
          <Select
            {...ids}
            value={auto?.metric ?? ''}
            onChange={(event) => {
              const metric = autoMetricSchema.safeParse(event.target.value);
              if (!metric.success) return put(null);
              const sameKind = auto !== null && autoMetrics[metric.data].kind === kind;
              const limit = sameKind ? auto.limit : { ms: 2000, share: 0.6, count: 0 }[autoMetrics[metric.data].kind];
              const is = autoMetrics[metric.data].kind === 'count' ? 'at-most' : 'below';
              put({ ...(auto ?? firstRule), metric: metric.data, limit, ...(sameKind ? {} : { is }) });
            }}
          >
            <option value="">nothing: a person answers</option>
            {autoMetricSchema.options.map((metric) => (
              <option key={metric} value={metric}>
                {autoMetrics[metric].name}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      {auto === null ? null : (
        <div className="ml-[9.25rem] flex items-start gap-2">
          <Select
            aria-label="How the figure compares"
            value={auto.is}
            onChange={(event) => {
              const is = comparisons.find((one) => one === event.target.value);
              if (is !== undefined) put({ ...auto, is });
            }}
          >
            {comparisons.map((is) => (
              <option key={is} value={is}>
                {comparisonWords[is]}
              </option>
            ))}
          </Select>
          <CommitInput
            aria-label={`Limit${unitWords[kind] === '' ? '' : `, ${unitWords[kind]}`}`}
            className="w-24"
            inputMode="decimal"
            value={String(Math.round((auto.limit / unitFactor[kind]) * 1e6) / 1e6)}
            onCommit={(text) => {
              const value = readNumber(text, 0, kind === 'share' ? 100 : 1e6);
              if (typeof value === 'string') return value;
              put({ ...auto, limit: Math.round(value * unitFactor[kind] * 1e6) / 1e6 });
              return null;
            }}
          />
          <span className="pt-1 text-text-2">{unitWords[kind]}</span>
        </div>
      )}
    </>
  );
}
