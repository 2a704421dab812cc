import { useState } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { typedAnswer } from '#shared/logic/scorecard/answer-worth.ts';
import { autoRuleWords } from '#shared/logic/scorecard/auto-words.ts';
import { scoreReview } from '#shared/logic/scorecard/score-review.ts';
import type { Criterion, Scorecard, ScoreValue } from '#shared/model/review/scorecard.ts';
import { Button } from '../../../ui/button.tsx';
import { Input } from '../../../ui/field.tsx';
import { AnswerOptions } from '../../call/score/answer-options.tsx';
import { ReviewTotal, SectionHead } from '../../call/score/score-total.tsx';

/** The card to try: answers here score nothing and are kept nowhere. */
export function Preview({ card }: { card: Scorecard }) {
  const [answers, setAnswers] = useState<ReadonlyMap<string, ScoreValue>>(new Map());
  const result = scoreReview(card, answers);
  const put = (id: string, value: ScoreValue | null) => {
    const next = new Map(answers);
    if (value === null) next.delete(id);
    else next.set(id, value);
    setAnswers(next);
  };
  return (
    <div className="flex flex-col">
      <div className="flex items-start gap-2 border-line border-b px-3 py-2">
        <div className="min-w-0 flex-1">
          <ReviewTotal card={card} result={result} />
        </div>
        <Button size="sm" disabled={answers.size === 0} onClick={() => setAnswers(new Map())}>
          Clear
        </Button>
      </div>
      {card.sections.map((section, at) => {
        const own = result.sections[at];
        const asked = section.criteria.filter((_, place) => own?.criteria[place]?.why !== 'not-asked');
        if (own === undefined || asked.length === 0) return null;
        return (
          <div key={section.id}>
            <SectionHead section={section} result={own} />
            {asked.map((criterion) => (
              <fieldset key={criterion.id} className="flex min-w-0 flex-col gap-1 px-3 py-1.5">
                <legend dir="auto" className="float-left w-full [overflow-wrap:anywhere]">
                  {neutraliseText(criterion.label)}
                </legend>
                <Answer criterion={criterion} value={answers.get(criterion.id) ?? null} onAnswer={put} />
                {criterion.auto === null ? null : (
                  <p className="text-meta text-measured">From the data: {autoRuleWords(criterion.auto)}</p>
                )}
              </fieldset>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Answer({
  criterion,
  value,
  onAnswer,
}: {
  criterion: Criterion;
  value: ScoreValue | null;
  onAnswer: (id: string, value: ScoreValue | null) => void;
}) {
  const { answer, id, label } = criterion;
  const isTyped = answer.type === 'number' || answer.type === 'text';
  return (
    <div className="flex flex-wrap items-center gap-1">
      {isTyped ? (
        <Input
          aria-label={neutraliseText(label)}
          inputMode={answer.type === 'number' ? 'decimal' : 'text'}
          className={answer.type === 'number' ? 'w-24' : 'w-full'}
          onChange={(event) => onAnswer(id, typedAnswer(criterion, event.target.value))}
        />
      ) : null}
      <AnswerOptions
        criterion={criterion}
        value={value}
        fromData={false}
        showKeys={false}
        onChoose={(chosen) => onAnswer(id, chosen)}
      />
    </div>
  );
}
