import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { CardVersion } from '#shared/logic/scorecard/published-cards.ts';
import type { ReviewTarget } from '#shared/logic/scorecard/score-changes.ts';
import { formatPercent } from '#shared/logic/scorecard/score-words.ts';
import { Button } from '../../../ui/button.tsx';
import { LiveRegion } from '../../../ui/feedback.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { toast } from '../../../ui/toast-store.ts';
import type { ReviewWork } from '../../review-work/use-review.ts';
import { useNotes } from '../notes/notes-context.tsx';
import { rangeOfMarking } from '../notes/notes-store.ts';
import { useSession } from '../session.ts';
import { CriterionRow, type RowFields } from './criterion-row.tsx';
import { useNextCall } from './next-call.ts';
import type { TypedTexts } from './pending-texts.ts';
import { createScoreActions, optionAt } from './score-actions.ts';
import { askToFinish, takeRequest, useScoreRequests } from './score-requests.ts';
import { ReviewTotal, SectionHead } from './score-total.tsx';
import { useScoreKeys } from './use-score-keys.ts';
import { useScoring } from './use-scoring.ts';

/** A review in progress: every criterion that is asked, from the keyboard or by pointer. */
export function ScoreForm({
  version,
  target,
  work,
  head,
}: {
  version: CardVersion;
  target: ReviewTarget;
  work: ReviewWork;
  /** Above the total: which card it is. */
  head: React.ReactNode;
}) {
  const session = useSession();
  const notes = useNotes().store;
  const callId = session.detail.row.id;
  const [typed] = useState<TypedTexts>(() => new Map());
  const scoring = useScoring(version, target, work, typed);
  const actions = useMemo(
    () =>
      createScoreActions(
        scoring,
        session,
        () => rangeOfMarking(notes.getState().marking) ?? session.player.store.getState().loop,
      ),
    [scoring, session, notes],
  );
  const { result, asked, answers } = scoring.state;
  const nextCall = useNextCall(callId);

  const [activeId, setActiveId] = useState<string | null>(null);
  const activeAt = Math.max(
    0,
    asked.findIndex(({ id }) => id === activeId),
  );
  const active = asked[activeAt];
  const [focused, setFocused] = useState(false);
  const [tried, setTried] = useState(false);
  const [submitting, setSubmitting] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const fields: RowFields = { comment: useRef(null), answer: useRef(null) };
  const onType = useCallback((key: string, text: string) => void typed.set(key, text), [typed]);

  const focusRow = (id: string | undefined) => {
    if (id === undefined) return;
    setActiveId(id);
    const row = list.current?.querySelector<HTMLElement>(`[data-criterion="${CSS.escape(id)}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  const leave = () => {
    const { current } = before;
    if (current instanceof HTMLElement && current.isConnected && current !== document.body) current.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const finish = async () => {
    if (submitting) return;
    setSubmitting(true);
    const state = await actions.finish();
    setSubmitting(false);
    setTried(true);
    if (state === null) return;
    const [first] = state.missing;
    if (first !== undefined) {
      focusRow(first.criterionId);
      return;
    }
    const { percent } = state.result;
    toast.ok(`Review submitted: ${percent === null ? 'without a score' : formatPercent(percent)}.`);
    nextCall();
  };

  const focusAsked = useScoreRequests((state) => state.focus);
  const finishAsked = useScoreRequests((state) => state.finish);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a request is met once, with what is on screen then
  useEffect(() => {
    if (focusAsked === 0) return;
    takeRequest('focus');
    before.current = document.activeElement;
    focusRow(active?.id);
  }, [focusAsked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    if (finishAsked === 0) return;
    takeRequest('finish');
    void finish();
  }, [finishAsked]);

  useScoreKeys(
    focused,
    {
      step: (by) => focusRow(asked[Math.min(asked.length - 1, Math.max(0, activeAt + by))]?.id),
      choose: (place) => {
        if (active === undefined) return;
        const option = optionAt(active, place);
        if (option !== null) actions.answer(active.id, option);
        else if (place === 1) fields.answer.current?.focus();
      },
      notApplicable: () => {
        if (active?.allowNa === true) actions.answer(active.id, { is: 'na' });
        else if (active !== undefined) toast.info('This criterion always applies.');
      },
      clear: () => {
        if (active !== undefined && answers.get(active.id)?.source === 'person') actions.answer(active.id, null);
      },
      comment: () => fields.comment.current?.focus(),
      cite: () => {
        if (active !== undefined) actions.cite(active.id);
      },
      uncite: () => {
        if (active !== undefined) actions.uncite(active.id, null);
      },
    },
    leave,
  );

  const askedIds = new Set(asked.map(({ id }) => id));
  const results = new Map(result.sections.flatMap(({ criteria }) => criteria.map((one) => [one.id, one] as const)));
  const missing = tried ? scoring.state.missing : [];
  const firstMissing = missing[0];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-col gap-2 border-line border-b px-3 py-2">
        {head}
        <ReviewTotal card={version.card} result={result} />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it watches where the focus is, and is nothing to act on itself */}
      <div
        ref={list}
        className="min-h-0 flex-1 overflow-y-auto pb-4"
        onFocus={() => setFocused(true)}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          leave();
        }}
      >
        {version.card.sections.map((section, at) => {
          const rows = section.criteria.filter(({ id }) => askedIds.has(id));
          const sectionResult = result.sections[at];
          if (rows.length === 0 || sectionResult === undefined) return null;
          return (
            <div key={section.id}>
              <SectionHead section={section} result={sectionResult} />
              {rows.map((criterion) => {
                const answer = answers.get(criterion.id);
                const own = results.get(criterion.id);
                if (answer === undefined || own === undefined) return null;
                return (
                  <CriterionRow
                    key={criterion.id}
                    criterion={criterion}
                    answer={answer}
                    result={own}
                    missing={missing.filter(({ criterionId }) => criterionId === criterion.id)}
                    active={criterion.id === active?.id}
                    focused={focused}
                    reviewId={target.reviewId}
                    callId={callId}
                    fields={fields}
                    actions={actions}
                    onActivate={() => setActiveId(criterion.id)}
                    onType={onType}
                    onLeave={() => focusRow(criterion.id)}
                  />
                );
              })}
            </div>
          );
        })}
      </div>
      <div className="flex shrink-0 items-center gap-2 border-line border-t px-3 py-2">
        <p className="min-w-0 flex-1 text-text-2">
          {firstMissing !== undefined ? (
            <span className="text-bad">
              {missing.length === 1 ? '' : `${missing.length} things are missing. `}
              {neutraliseText(firstMissing.message)}
            </span>
          ) : focused ? null : (
            <span className="inline-flex items-center gap-1.5">
              <ActionKbd action="scoring.score" /> moves the keys here
            </span>
          )}
        </p>
        <LiveRegion>
          {firstMissing === undefined ? '' : `${missing.length} missing. ${neutraliseText(firstMissing.message)}`}
        </LiveRegion>
        <Button variant="primary" onClick={askToFinish} disabled={submitting}>
          Finish
          <ActionKbd action="scoring.finish" />
        </Button>
      </div>
    </div>
  );
}
