import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { typedAnswer } from '#shared/logic/scorecard/answer-worth.ts';
import { isSameAnchor, rangeEvidence } from '#shared/logic/scorecard/evidence.ts';
import { finishChanges, scoreChanges } from '#shared/logic/scorecard/score-changes.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import type { Criterion, ScoreValue } from '#shared/model/review/scorecard.ts';
import { client } from '../../../lib/rpc.ts';
import { itemKey } from '../../review-work/known-work.ts';
import { currentTurn } from '../player/player.ts';
import type { CallSession } from '../session.ts';
import { type TextField, textKey } from './pending-texts.ts';
import type { Scoring } from './use-scoring.ts';

/** What can be done with a review in progress. Each is one step of undo. */
export interface ScoreActions {
  answer(criterionId: string, value: ScoreValue | null): void;
  /** Saves a text that was typed; false when it could not be saved, or answers nothing. */
  saveText(criterion: Criterion, field: TextField, text: string): Promise<boolean>;
  /** Cites what the reader is at: the marked range, else the turn. False when there is neither. */
  cite(criterionId: string): boolean;
  uncite(criterionId: string, anchor: Anchor): void;
  /** Submits the review with everything that is typed. False when it could not be. */
  finish(): Promise<boolean>;
}

export function createScoreActions(scoring: Scoring, session: CallSession): ScoreActions {
  const { target, work, answers } = scoring;
  const callId = session.detail.row.id;
  const set = (criterionId: string, fields: ReviewChange['set']) =>
    work.actions.apply((items) =>
      scoreChanges((kind, id) => items.get(itemKey(kind, id)), target, Date.now(), criterionId, fields),
    );
  const putEvidence = (criterionId: string, change: (cited: readonly Anchor[]) => readonly Anchor[]) => {
    const cited = answers.get(criterionId)?.evidence ?? [];
    // Through JSON, as an event has it: what is undefined is not there.
    void set(criterionId, { evidence: JSON.parse(JSON.stringify(change(cited))) });
  };
  return {
    answer: (criterionId, value) => void set(criterionId, { value }),
    async saveText(criterion, field, text) {
      const value = typedAnswer(criterion, text);
      // A number that is none stays in its field, with what was typed.
      if (field === 'answer' && value === null && text.trim() !== '') return false;
      const fields = { comment: { comment: text }, reason: { overrideReason: text }, answer: { value } }[field];
      const saved = await set(criterion.id, fields);
      const key = textKey(target.reviewId, criterion.id, field);
      // What was typed meanwhile is not saved by this.
      if (saved !== null && scoring.typed.get(key) === text) scoring.typed.delete(key);
      return saved !== null;
    },
    cite(criterionId) {
      const anchor = presentAnchor(session);
      if (anchor === null) return false;
      putEvidence(criterionId, (cited) =>
        cited.some((one) => isSameAnchor(one, anchor)) ? cited : [...cited, anchor],
      );
      return true;
    },
    uncite: (criterionId, anchor) =>
      putEvidence(criterionId, (cited) => cited.filter((one) => !isSameAnchor(one, anchor))),
    async finish() {
      const pending = scoring.pending();
      const ids = scoring.asked.map(({ id }) => id);
      const done = await work.actions.apply((items) =>
        finishChanges((kind, id) => items.get(itemKey(kind, id)), target, Date.now(), ids, answers, pending),
      );
      if (done === null) return false;
      const fields = { comment: pending.comments, reason: pending.reasons, answer: pending.answers };
      for (const field of ['comment', 'reason', 'answer'] as const) {
        for (const criterionId of fields[field].keys()) {
          const key = textKey(target.reviewId, criterionId, field);
          scoring.typed.delete(key);
          // A draft that stays is offered again; that is all it does.
          client.review.saveDraft({ key, callId, text: null }).catch(() => undefined);
        }
      }
      return true;
    },
  };
}

/** What "here" means for evidence: the stretch that is marked to be played in a loop, else the turn one is at. */
function presentAnchor({ player, detail }: CallSession): Anchor | null {
  const state = player.store.getState();
  if (state.loop !== null) return rangeEvidence(state.loop);
  const turn = detail.turns[currentTurn(state)];
  if (turn !== undefined) return makeTurnAnchor(turn, detail.turns);
  return detail.turns.length === 0 ? { on: 'point', atMs: Math.max(0, player.timeMs()) } : null;
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
