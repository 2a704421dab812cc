import type { ErrorCounts } from '../../model/review/accuracy.ts';
import type { Placement } from '../../model/review/anchor.ts';
import type { ItemFields } from '../../model/review/items.ts';
import type { Turn, TurnRole } from '../../model/turn.ts';
import { MAX_TEXT } from '../anchors/make.ts';
import { addErrors, countErrors } from './error-rate.ts';
import { mapTexts, type TextMap } from './text-map.ts';

/** A correction of a call, and where its turn stands today. */
export interface PlacedCorrection {
  readonly id: string;
  readonly updatedMs: number;
  readonly fields: ItemFields<'correction'>;
  readonly placement: Placement;
}

/** A stretch of a turn's text that one party said, UTF-16 units. */
export interface SpokenPart {
  readonly from: number;
  readonly to: number;
  readonly role: TurnRole;
}

/** A turn as it is shown: the vendor's, with what was corrected. */
export interface ShownTurn {
  /** As the vendor sent it. */
  readonly sent: Turn;
  /** With the corrected words and speaker; the same object as `sent` where nothing was corrected. */
  readonly turn: Turn;
  /** How the two texts go together; null where they are the same. */
  readonly map: TextMap | null;
  /** One part for each who speaks in it; a single one unless the turn was split. */
  readonly parts: readonly SpokenPart[];
  /** The correction that is in force here. */
  readonly correction: PlacedCorrection | null;
  /** Somebody has listened to it, and its words are corrected or said to be right. */
  readonly checked: boolean;
  /** Corrections of words that the vendor has changed since: not applied, not lost. */
  readonly stale: readonly PlacedCorrection[];
}

/** A transcript with its corrections. */
export interface CorrectedTranscript {
  readonly turns: readonly ShownTurn[];
  /** Corrections whose turn is not certain, or not there any more. */
  readonly adrift: readonly PlacedCorrection[];
}

/** Whether a correction's turn still has the words that were corrected. */
function isOfTheseWords({ fields }: PlacedCorrection, turn: Turn): boolean {
  const key = fields.anchor?.on === 'turn' ? fields.anchor.turn : null;
  if (key === null) return false;
  return turn.content === key.text || (key.text.length >= MAX_TEXT - 1 && turn.content.startsWith(key.text));
}

/**
 * Puts corrections beside the turns they are of. A correction is applied only to the very words that were corrected: where
 * the vendor has other words now, both are kept and the reader is told. Of several on one turn the latest is in force.
 */
export function correctTurns(turns: readonly Turn[], corrections: readonly PlacedCorrection[]): CorrectedTranscript {
  const applied = new Map<number, PlacedCorrection>();
  const stale = new Map<number, PlacedCorrection[]>();
  const adrift: PlacedCorrection[] = [];
  for (const correction of [...corrections].sort((a, b) => b.updatedMs - a.updatedMs)) {
    const { placement, fields } = correction;
    const turn = placement.turn === null ? undefined : turns[placement.turn];
    const certain = placement.state === 'same' || placement.state === 'moved';
    if (turn === undefined || placement.turn === null || !certain) adrift.push(correction);
    else if (!isOfTheseWords(correction, turn)) {
      // The vendor has come to the same words: there is nothing left to correct.
      if (fields.text !== turn.content) stale.set(placement.turn, [...(stale.get(placement.turn) ?? []), correction]);
    } else if (applied.has(placement.turn)) adrift.push(correction);
    else applied.set(placement.turn, correction);
  }
  const shown = turns.map((sent, position): ShownTurn => {
    const waiting = stale.get(position) ?? [];
    const correction = applied.get(position);
    if (correction === undefined) {
      const parts = [{ from: 0, to: sent.content.length, role: sent.role }];
      return { sent, turn: sent, map: null, parts, correction: null, checked: false, stale: waiting };
    }
    return { ...applyOne(sent, correction), stale: waiting };
  });
  return { turns: shown, adrift };
}

function applyOne(sent: Turn, correction: PlacedCorrection): Omit<ShownTurn, 'stale'> {
  const { text, role, splits } = correction.fields;
  const content = text ?? sent.content;
  const first = role ?? sent.role;
  const changed = content !== sent.content || first !== sent.role;
  return {
    sent,
    turn: changed ? { ...sent, content, role: first } : sent,
    map: content === sent.content ? null : mapTexts(sent.content, content),
    parts: partsOf(content, first, splits ?? []),
    correction,
    checked: text !== null,
  };
}

/** The stretches between splits; places outside of the text or out of order are left out. */
function partsOf(
  content: string,
  first: TurnRole,
  splits: readonly { readonly at: number; readonly role: TurnRole }[],
): SpokenPart[] {
  const parts: SpokenPart[] = [];
  let part = { from: 0, role: first };
  for (const { at, role } of splits) {
    if (at <= part.from || at >= content.length) continue;
    parts.push({ ...part, to: at });
    part = { from: at, role };
  }
  return [...parts, { ...part, to: content.length }];
}

/** The errors of a transcript in the turns that were checked; the others are not counted. */
export function countTranscript({ turns }: CorrectedTranscript): ErrorCounts {
  return addErrors(
    turns.filter(({ checked }) => checked).map(({ sent, turn }) => countErrors(sent.content, turn.content)),
  );
}
