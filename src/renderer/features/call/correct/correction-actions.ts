import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import type { CorrectedTranscript, PlacedCorrection, ShownTurn } from '#shared/logic/corrections/apply.ts';
import { correctionId, moveSplits } from '#shared/logic/corrections/edit.ts';
import type { Turn, TurnRole } from '#shared/model/turn.ts';
import type { Change } from '../../review-work/send-changes.ts';
import type { ReviewActions } from '../../review-work/use-review.ts';

/** A place at which a turn is split, and who speaks from there on. */
export interface Split {
  readonly at: number;
  readonly role: TurnRole;
}

/** What can be done with a call's corrections. All answer whether it could be done. */
export interface CorrectionActions {
  /** Saves what was said in a turn; the vendor's own words say that they are right. `split` begins another's part. */
  save(position: number, text: string, split?: Split): Promise<boolean>;
  /** Says that the other party said this turn. */
  exchangeSpeaker(position: number): Promise<boolean>;
  /** Back to what the vendor sent. */
  revert(position: number): Promise<boolean>;
  /** Says of all turns that nobody has checked that they are right. */
  confirmRest(): Promise<boolean>;
  /** Puts a correction whose words have changed on this turn as it is now. */
  applyTo(correction: PlacedCorrection, position: number): Promise<boolean>;
  drop(correction: PlacedCorrection): Promise<boolean>;
}

export interface CorrectionParts {
  readonly callId: string;
  readonly turns: readonly Turn[];
  readonly transcript: CorrectedTranscript;
  readonly review: ReviewActions;
}

/** The party that is not this one. */
export const otherParty = (role: TurnRole): TurnRole => (role === 'caller' ? 'agent' : 'caller');

type Fields = Change['set'];
const cleared: Fields = { text: null, role: null, splits: null, deleted: true };

/** Ties the corrections of one call to the store of review work. */
export function createCorrectionActions({ callId, turns, transcript, review }: CorrectionParts): CorrectionActions {
  const at = (position: number): ShownTurn | undefined => transcript.turns[position];
  const send = async (changes: readonly Change[]) => (await review.apply(changes)) !== null;

  /** The change of what is in force on a turn, made if nothing is yet. */
  function changeOf({ sent, correction }: ShownTurn, set: Fields): Change {
    if (correction !== null) return { kind: 'correction', itemId: correction.id, set };
    // As JSON: without what is undefined.
    const anchor = JSON.parse(JSON.stringify(makeTurnAnchor(sent, turns))) as Fields[string];
    const itemId = correctionId(callId, sent.index, sent.content);
    return {
      kind: 'correction',
      itemId,
      set: { anchor, text: null, role: null, splits: null, ...set, deleted: false },
    };
  }

  return {
    save: async (position, text, split) => {
      const shown = at(position);
      if (shown === undefined) return false;
      const kept = moveSplits(shown.turn.content, text, shown.correction?.fields.splits ?? []);
      const splits =
        split === undefined ? kept : [...kept.filter((one) => one.at !== split.at), split].sort((a, b) => a.at - b.at);
      return send([changeOf(shown, { text, splits: splits.length === 0 ? null : splits.map((one) => ({ ...one })) })]);
    },
    exchangeSpeaker: async (position) => {
      const shown = at(position);
      if (shown === undefined) return false;
      const role = otherParty(shown.turn.role);
      const { correction, sent } = shown;
      const nothingElse = correction !== null && correction.fields.text === null && correction.fields.splits === null;
      if (role === sent.role && nothingElse) return send([{ kind: 'correction', itemId: correction.id, set: cleared }]);
      return send([changeOf(shown, { role: role === sent.role ? null : role })]);
    },
    revert: async (position) => {
      const correction = at(position)?.correction ?? null;
      return correction !== null && send([{ kind: 'correction', itemId: correction.id, set: cleared }]);
    },
    confirmRest: async () => {
      const rest = transcript.turns.filter(({ checked, sent }) => !checked && sent.content.trim() !== '');
      return rest.length > 0 && send(rest.map((shown) => changeOf(shown, { text: shown.sent.content })));
    },
    applyTo: async (correction, position) => {
      const shown = at(position);
      if (shown === undefined) return false;
      const { text, role, splits } = correction.fields;
      const set = { text, role, splits: splits === null ? null : splits.map((one) => ({ ...one })) };
      return send([changeOf(shown, set), { kind: 'correction', itemId: correction.id, set: { deleted: true } }]);
    },
    drop: (correction) => send([{ kind: 'correction', itemId: correction.id, set: { deleted: true } }]),
  };
}
