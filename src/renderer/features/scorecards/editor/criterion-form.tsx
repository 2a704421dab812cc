import { canFail } from '#shared/logic/scorecard/answer-worth.ts';
import { updateCriterion } from '#shared/logic/scorecard/edit-card.ts';
import { type Criterion, criticalSchema } from '#shared/model/review/scorecard.ts';
import { Checkbox, Select } from '../../../ui/field.tsx';
import { CommitArea, CommitInput, readNumber } from '../commit-input.tsx';
import type { EditedCard } from '../use-scorecard.ts';
import { AnswerFields } from './answer-fields.tsx';
import { AutoFields, ConditionFields } from './condition-fields.tsx';
import { Labelled } from './labelled.tsx';

const criticalWords = {
  no: 'Nothing more: it costs its points',
  section: 'The section is 0',
  call: 'The whole review is 0',
} as const;

/** Everything about one criterion. */
export function CriterionForm({
  criterion,
  edited,
  ofSection,
  ofCard,
}: {
  criterion: Criterion;
  edited: EditedCard;
  /** What its weight comes to, percent. */
  ofSection: number | null;
  ofCard: number | null;
}) {
  const { id } = criterion;
  const put = (change: Partial<Omit<Criterion, 'id'>>) => edited.edit((card) => updateCriterion(card, id, change));
  const weightHint =
    ofSection === null || ofCard === null
      ? 'It does not count towards the score.'
      : `${ofSection.toFixed(1)} % of its section, ${ofCard.toFixed(1)} % of the card when everything is answered.`;
  return (
    <div className="flex flex-col gap-3">
      <Labelled label="Criterion">
        {(ids) => (
          <CommitInput
            {...ids}
            maxLength={500}
            value={criterion.label}
            onCommit={(label) => {
              if (label.trim() === '') return 'A criterion needs a name.';
              put({ label: label.slice(0, 500) });
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled label="Guidance" hint="What counts as what: it is shown to whoever scores.">
        {(ids) => (
          <CommitArea
            {...ids}
            maxLength={20_000}
            value={criterion.guidance}
            onCommit={(guidance) => {
              put({ guidance: guidance.slice(0, 20_000) });
              return null;
            }}
          />
        )}
      </Labelled>
      <AnswerFields criterion={criterion} edited={edited} />
      <AutoFields criterion={criterion} edited={edited} />
      <Labelled label="Weight" hint={weightHint}>
        {(ids) => (
          <CommitInput
            {...ids}
            inputMode="decimal"
            value={String(criterion.weight)}
            onCommit={(text) => {
              const weight = readNumber(text, 0, 1000);
              if (typeof weight === 'string') return weight;
              put({ weight });
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled label="When it fails">
        {(ids) => (
          <Select
            {...ids}
            value={criterion.critical}
            onChange={(event) => {
              const critical = criticalSchema.safeParse(event.target.value);
              if (critical.success) put({ critical: critical.data });
            }}
          >
            {criticalSchema.options.map((critical) => (
              <option key={critical} value={critical}>
                {criticalWords[critical]}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      <ConditionFields criterion={criterion} edited={edited} />
      <fieldset className="ml-[9.25rem] flex flex-col">
        <legend className="sr-only">Rules for answering</legend>
        <Checkbox
          label="Must be answered"
          checked={criterion.required}
          onChange={(event) => put({ required: event.target.checked })}
        />
        <Checkbox
          label="May be “does not apply”"
          checked={criterion.allowNa}
          onChange={(event) => put({ allowNa: event.target.checked })}
        />
        <Checkbox
          label="A fail needs a comment"
          checked={criterion.commentOnFail}
          disabled={!canFail(criterion) && !criterion.commentOnFail}
          onChange={(event) => put({ commentOnFail: event.target.checked })}
        />
      </fieldset>
    </div>
  );
}
