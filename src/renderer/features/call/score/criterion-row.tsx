import { memo, type RefObject, useId } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { typedAnswer } from '#shared/logic/scorecard/answer-worth.ts';
import type { Missing } from '#shared/logic/scorecard/missing.ts';
import type { CriterionAnswer } from '#shared/logic/scorecard/read-review.ts';
import type { CriterionResult } from '#shared/logic/scorecard/score-review.ts';
import { whyWords } from '#shared/logic/scorecard/score-words.ts';
import type { Criterion } from '#shared/model/review/scorecard.ts';
import { Badge } from '../../../ui/badge.tsx';
import { cx } from '../../../ui/cx.ts';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { AnswerOptions } from './answer-options.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { type TextField as Field, textKey } from './pending-texts.ts';
import type { ScoreActions } from './score-actions.ts';
import { TextField } from './text-field.tsx';

/** The fields of the row one is at, for the keys that lead into them. */
export interface RowFields {
  readonly comment: RefObject<HTMLTextAreaElement | null>;
  readonly answer: RefObject<HTMLTextAreaElement | null>;
}

interface RowProps {
  criterion: Criterion;
  answer: CriterionAnswer;
  result: CriterionResult;
  /** What it lacks; shown once finishing was tried. */
  missing: readonly Missing[];
  active: boolean;
  /** The keys of the pane work. */
  focused: boolean;
  reviewId: string;
  callId: string;
  fields: RowFields;
  actions: ScoreActions;
  onActivate: () => void;
  onType: (key: string, text: string) => void;
  /** Focus back to the row. */
  onLeave: () => void;
}

const criticalWords = { no: null, section: 'fails the section', call: 'fails the call' } as const;

/** One criterion: its answer always, and, where one is, its guidance, comment and evidence. */
export const CriterionRow = memo(function CriterionRow(props: RowProps) {
  const { criterion, answer, result, missing, active, focused, actions, onActivate, onLeave } = props;
  const labelId = useId();
  const { id, label, guidance } = criterion;
  const critical = criticalWords[criterion.critical];
  const why = whyWords[result.why];
  const typed = criterion.answer.type === 'number' || criterion.answer.type === 'text';
  const showComment = active || answer.comment !== '' || missing.some(({ what }) => what === 'comment');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys are the keyboard's way to a criterion
    <fieldset
      aria-labelledby={labelId}
      aria-current={active ? 'true' : undefined}
      data-criterion={id}
      tabIndex={active ? 0 : -1}
      onClick={onActivate}
      onFocus={onActivate}
      className={cx(
        'flex min-w-0 scroll-mt-10 flex-col gap-1.5 border-l-2 py-2 pr-3 pl-2.5 -outline-offset-2',
        active ? 'border-accent bg-surface-2' : 'border-transparent hover:bg-surface-2',
      )}
    >
      <div className="flex items-start gap-2">
        <span
          id={labelId}
          dir="auto"
          className={cx('min-w-0 flex-1 [overflow-wrap:anywhere]', active && 'font-strong')}
        >
          {neutraliseText(label)}
        </span>
        {critical === null ? null : <Badge tone={result.why === 'critical-fail' ? 'bad' : 'neutral'}>{critical}</Badge>}
        {why === null || why === 'open' ? null : (
          <span className={cx('text-meta', result.fails ? 'text-bad' : 'text-text-3')}>{why}</span>
        )}
      </div>
      {typed ? (
        <TypedAnswer {...props} />
      ) : (
        <AnswerOptions
          criterion={criterion}
          value={answer.value}
          fromData={answer.source === 'data'}
          showKeys={active && focused}
          onChoose={(value) => {
            actions.answer(id, value);
            onLeave();
          }}
        />
      )}
      <FromData {...props} />
      {missing.length === 0 ? null : (
        <ul className="text-bad">
          {missing.map(({ what }) => (
            <li key={what}>
              {what === 'answer'
                ? 'Still to be answered.'
                : what === 'comment'
                  ? 'A fail needs a comment.'
                  : 'Say why the data is wrong.'}
            </li>
          ))}
        </ul>
      )}
      {active && guidance !== '' ? (
        <p dir="auto" className="whitespace-pre-line text-text-2 [overflow-wrap:anywhere]">
          {neutraliseText(guidance)}
        </p>
      ) : null}
      {showComment ? (
        <CriterionText
          {...props}
          field="comment"
          label={criterion.commentOnFail ? 'Comment (required on a fail)' : 'Comment'}
          stored={answer.comment}
          inputRef={active ? props.fields.comment : undefined}
        />
      ) : null}
      <EvidenceList anchors={answer.evidence} onRemove={(anchor) => actions.uncite(id, anchor)} />
      {active && focused ? <RowKeys typed={typed} /> : null}
    </fieldset>
  );
});

/** What the data says to it, with its evidence, and why it was overridden. */
function FromData(props: RowProps) {
  const { criterion, answer, missing, actions } = props;
  const { auto, overridden, source } = answer;
  if (auto === null) return null;
  if (auto.answer === null) {
    return <p className="text-text-3">The data cannot answer this: {lowerFirst(auto.reason)}</p>;
  }
  return (
    <div className="flex flex-col gap-1">
      <p className="text-text-2">
        <span className="text-measured">
          {overridden ? `The data says ${auto.answer ? 'yes' : 'no'}` : 'From the data'}
        </span>
        {`: ${auto.says}`}
      </p>
      <EvidenceList anchors={auto.evidence} fromData />
      {overridden ? (
        <>
          <CriterionText
            {...props}
            field="reason"
            label="Why the data is wrong (required)"
            stored={answer.overrideReason}
            inputRef={undefined}
          />
          <button
            type="button"
            className="self-start text-meta text-text-2 underline hover:text-text-1"
            onClick={() => actions.answer(criterion.id, null)}
          >
            Take the data’s answer
          </button>
        </>
      ) : null}
      {source === 'person' || missing.length > 0 ? null : (
        <p className="sr-only">Answer it yourself to override the data.</p>
      )}
    </div>
  );
}

const lowerFirst = (words: string): string => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;

function CriterionText({
  criterion,
  reviewId,
  callId,
  missing,
  actions,
  field,
  label,
  stored,
  inputRef,
  onType,
  onLeave,
}: RowProps & {
  field: Field;
  label: string;
  stored: string;
  inputRef: RefObject<HTMLTextAreaElement | null> | undefined;
}) {
  const key = textKey(reviewId, criterion.id, field);
  return (
    <TextField
      key={key}
      draftKey={key}
      callId={callId}
      stored={stored}
      label={label}
      lines={field === 'answer' && criterion.answer.type === 'number' ? 1 : 2}
      invalid={missing.some(({ what }) => what === field)}
      {...(inputRef === undefined ? {} : { inputRef })}
      onType={(text) => onType(key, text)}
      onSave={(text) => actions.saveText(criterion, field, text)}
      onLeave={onLeave}
    />
  );
}

/** The field of a number or a text, and "does not apply". */
function TypedAnswer(props: RowProps) {
  const { criterion, answer, active, focused, actions, fields, onLeave } = props;
  const { value } = answer;
  const stored = value?.is === 'answer' ? String(value.answer) : '';
  const unit = criterion.answer.type === 'number' ? criterion.answer.unit : '';
  const label =
    criterion.answer.type === 'text' ? 'Answer' : unit === '' ? 'Number' : `Number (${neutraliseText(unit)})`;
  const readable = stored === '' || typedAnswer(criterion, stored) !== null;
  return (
    <div className="flex flex-col gap-1.5">
      <CriterionText
        {...props}
        field="answer"
        label={readable ? label : `${label}: this cannot be read`}
        stored={stored}
        inputRef={active ? fields.answer : undefined}
      />
      <AnswerOptions
        criterion={criterion}
        value={value}
        fromData={false}
        showKeys={active && focused}
        onChoose={(chosen) => {
          actions.answer(criterion.id, chosen);
          onLeave();
        }}
      />
    </div>
  );
}

function RowKeys({ typed }: { typed: boolean }) {
  return (
    <p aria-hidden className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-text-3">
      {typed ? (
        <span className="inline-flex items-center gap-1">
          <ActionKbd action="score.option-1" /> into the field
        </span>
      ) : null}
      <span className="inline-flex items-center gap-1">
        <ActionKbd action="score.comment" /> comment
      </span>
      <span className="inline-flex items-center gap-1">
        <ActionKbd action="score.cite" /> cite this turn
      </span>
    </p>
  );
}
