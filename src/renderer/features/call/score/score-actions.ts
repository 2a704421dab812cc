import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { typedAnswer } from '#shared/logic/scorecard/answer-worth.ts';
import { isSameAnchor, rangeEvidence } from '#shared/logic/scorecard/evidence.ts';
import type { ScoringState } from '#shared/logic/scorecard/read-scoring.ts';
import { type FindItem, finishChanges, isHandedIn, scoreChanges } from '#shared/logic/scorecard/score-changes.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import type { Criterion, ScoreValue } from '#shared/model/review/scorecard.ts';
import { client } from '../../../lib/rpc.ts';
import { itemKey, type KnownWork } from '../../review-work/known-work.ts';
import { currentTurn } from '../player/player.ts';
import type { CallSession } from '../session.ts';
import { type TextField, textKey } from './pending-texts.ts';
import type { Scoring } from './use-scoring.ts';

/** What can be done with a review in progress. Each is one step of undo. */
export interface ScoreActions {
  answer(criterionId: string, value: ScoreValue | null): void;
  /** Saves a text that was typed; false when it could not be saved, or answers nothing. */
  saveText(criterion: Criterion, field: TextField, text: string): Promise<boolean>;
  /** Cites what the reader is at: the marked range, else the turn, else the moment. */
  cite(criterionId: string): void;
  /** Takes a piece of evidence away; null = the last one. */
  uncite(criterionId: string, anchor: Anchor | null): void;
  /** Submits the review with everything that is typed, unless something is missing: see the state. Null when it failed, or was done before. */
  finish(): Promise<ScoringState | null>;
}

/** @param marked the stretch that the reader has marked, if any: it is what evidence cites before the turn */
export function createScoreActions(scoring: Scoring, session: CallSession, marked: () => Span | null): ScoreActions {
  const { target, work } = scoring;
  const callId = session.detail.row.id;
  const set = (criterionId: string, fields: ReviewChange['set']) =>
    work.actions.apply((items) => scoreChanges(findIn(items), target, Date.now(), criterionId, fields));
  const putEvidence = (criterionId: string, change: (cited: readonly Anchor[]) => readonly Anchor[]) =>
    void work.actions.apply((items) => {
      const evidence = change(scoring.read(items).answers.get(criterionId)?.evidence ?? []);
      // Through JSON, as an event has it: what is undefined is not there.
      const fields = { evidence: JSON.parse(JSON.stringify(evidence)) };
      return scoreChanges(findIn(items), target, Date.now(), criterionId, fields);
    });
  return {
    answer: (criterionId, value) => void set(criterionId, { value }),
    async saveText(criterion, field, text) {
      const value = typedAnswer(criterion, text);
      // A number that is none stays in its field, with what was typed.
      if (field === 'answer' && value === null && text.trim() !== '') return false;
      const fields = { comment: { comment: text }, reason: { overrideReason: text }, answer: { value } }[field];
      // None are changed once the review is submitted: what came too late for it stays where it was typed.
      const saved = ((await set(criterion.id, fields)) ?? []).length > 0;
      const key = textKey(target.reviewId, criterion.id, field);
      // What was typed meanwhile is not saved by this.
      if (saved && scoring.typed.get(key) === text) scoring.typed.delete(key);
      return saved;
    },
    cite(criterionId) {
      const anchor = presentAnchor(session, marked());
      putEvidence(criterionId, (cited) =>
        cited.some((one) => isSameAnchor(one, anchor)) ? cited : [...cited, anchor],
      );
    },
    uncite: (criterionId, anchor) =>
      putEvidence(criterionId, (cited) =>
        anchor === null ? cited.slice(0, -1) : cited.filter((one) => !isSameAnchor(one, anchor)),
      ),
    async finish() {
      const pending = scoring.pending();
      let state = scoring.state;
      let before = false;
      // Answers that are still on their way are there by the time this is called.
      const done = await work.actions.apply((items) => {
        before = isHandedIn(findIn(items), target.reviewId);
        state = scoring.read(items);
        if (state.missing.length > 0) return [];
        const ids = state.asked.map(({ id }) => id);
        return finishChanges(findIn(items), target, Date.now(), ids, state.answers, pending);
      });
      if (done === null || before) return null;
      if (state.missing.length > 0) return state;
      const fields = { comment: pending.comments, reason: pending.reasons, answer: pending.answers };
      for (const field of ['comment', 'reason', 'answer'] as const) {
        for (const criterionId of fields[field].keys()) {
          const key = textKey(target.reviewId, criterionId, field);
          scoring.typed.delete(key);
          // A draft that stays is offered again; that is all it does.
          client.review.saveDraft({ key, callId, text: null }).catch(() => undefined);
        }
      }
      return state;
    },
  };
}

const findIn =
  (items: KnownWork['items']): FindItem =>
  (kind, id) =>
    items.get(itemKey(kind, id));

/** What "here" means for evidence: the marked stretch, else the turn, else the moment. */
function presentAnchor({ player, detail }: CallSession, marked: Span | null): Anchor {
  const range = marked === null ? null : rangeEvidence(marked);
  const turn = detail.turns[currentTurn(player.store.getState())];
  if (range !== null) return range;
  return turn === undefined ? { on: 'point', atMs: Math.max(0, player.timeMs()) } : makeTurnAnchor(turn, detail.turns);
}

/** Plays what an anchor stands on. False when it is not in this call any more. */
export function playAnchor(anchor: Anchor, { detail, player, actions, turns }: CallSession): boolean {
  const { recording, toolCalls } = detail;
  const target = { turns: detail.turns, toolCalls, recordingMs: recording.durationMs };
  const place = placeAnchors([anchor], target)[0];
  if (anchor.on === 'range' || anchor.on === 'point') {
    actions.seekTo(anchor.on === 'range' ? anchor.startMs : anchor.atMs);
  } else if (place?.turn !== null && place?.turn !== undefined) actions.goToTurn(place.turn);
  else if (place?.tool !== null && place?.tool !== undefined) {
    // A tool call has no sound; the turn that follows it is where its result is heard.
    const entry = toolCalls[place.tool]?.entry ?? 0;
    const next = turns.findIndex((turn) => turn.entry > entry);
    if (next < 0) return false;
    actions.goToTurn(next);
  } else return anchor.on === 'call';
  player.play();
  return true;
}

/** The value of an option by its place, from 1; null where there is none. */
export function optionAt({ answer }: Pick<Criterion, 'answer'>, place: number): ScoreValue | null {
  switch (answer.type) {
    case 'yes-no':
      return place > 2 ? null : { is: 'answer', answer: place === 1 };
    case 'scale':
      return place > 5 ? null : { is: 'answer', answer: place };
    case 'choice': {
      const choice = answer.choices[place - 1];
      return choice === undefined ? null : { is: 'answer', answer: choice.id };
    }
    case 'number':
    case 'text':
      return null;
  }
}
