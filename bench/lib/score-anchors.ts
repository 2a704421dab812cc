import type { Random } from '../../scripts/make-demo/random.ts';
import { makeTextAnchor, makeTurnAnchor } from '../../src/shared/logic/anchors/make.ts';
import type { Anchor, Placement } from '../../src/shared/model/review/anchor.ts';
import type { TurnRole } from '../../src/shared/model/turn.ts';
import type { Dialogue } from '../corpora/dialogues.ts';
import {
  type Change,
  contentOf,
  isHeard,
  lettersOf,
  type PiecedTurn,
  pieceDialogue,
} from '../corpora/transcript-changes.ts';

interface PlainTurn {
  readonly index: number;
  readonly role: TurnRole;
  readonly startMs: number | null;
  readonly content: string;
}

/** What is true of one anchor after a change. */
export interface Truth {
  /** Turns on which it may stand without being flagged; none = it has to be flagged. */
  readonly turns: ReadonlySet<number>;
  /** The words' range there, or ranges; none for an anchor on a turn. */
  readonly ranges: readonly { readonly turn: number; readonly from: number; readonly to: number }[];
}

/** A transcript before and after a change, with anchors made before and what is true of them after. */
export interface Trial {
  readonly anchors: readonly Anchor[];
  readonly truths: readonly Truth[];
  readonly before: readonly PlainTurn[];
  readonly after: readonly PlainTurn[];
}

const plain = (turns: readonly PiecedTurn[]): PlainTurn[] =>
  turns.map((turn, index) => ({ index, role: turn.role, startMs: turn.startMs, content: contentOf(turn) }));

/** Where each piece stands: turn, and range in its text. */
function placesOf(
  turns: readonly PiecedTurn[],
): Map<number, { turn: number; order: number; from: number; to: number }> {
  const places = new Map<number, { turn: number; order: number; from: number; to: number }>();
  for (const [turn, { pieces }] of turns.entries()) {
    let at = 0;
    for (const [order, { id, lead, text }] of pieces.entries()) {
      if (order > 0) at += lead.length;
      places.set(id, { turn, order, from: at, to: at + text.length });
      at += text.length;
    }
  }
  return places;
}

/** Makes one change of a dialogue, with an anchor on every turn and one on words of every turn. */
export function makeTrial(dialogue: Dialogue, change: Change, random: Random): Trial {
  const { turns: before, nextId } = pieceDialogue(dialogue);
  let id = nextId;
  const draft = { turns: before.slice(), random, newId: () => id++ };
  change.apply(draft);
  const after = draft.turns;
  const plainBefore = plain(before);
  const oldPlaces = placesOf(before);
  const newPlaces = placesOf(after);
  const anchors: Anchor[] = [];
  const truths: Truth[] = [];
  for (const [position, { pieces }] of before.entries()) {
    const turn = plainBefore[position];
    if (turn === undefined || pieces.length === 0) continue;
    anchors.push(makeTurnAnchor(turn, plainBefore));
    truths.push(truthOfTurn(pieces, position, after, newPlaces));
    const first = random.int(0, pieces.length - 1);
    const chosen = pieces.slice(first, first + random.int(1, 8));
    if (!chosen.some(isHeard)) continue;
    const from = oldPlaces.get(chosen[0]?.id ?? -1)?.from ?? 0;
    const to = oldPlaces.get(chosen.at(-1)?.id ?? -1)?.to ?? 0;
    anchors.push(makeTextAnchor(turn, from, to, plainBefore));
    truths.push(truthOfWords(chosen, after, newPlaces));
  }
  return { anchors, truths, before: plainBefore, after: plain(after) };
}

type Places = ReturnType<typeof placesOf>;

/** A turn is where half or more of the words that are left of it are, or what the change made of it in its place. */
function truthOfTurn(
  pieces: PiecedTurn['pieces'],
  position: number,
  after: readonly PiecedTurn[],
  places: Places,
): Truth {
  const counts = new Map<number, number>();
  let left = 0;
  for (const { id } of pieces) {
    const turn = places.get(id)?.turn;
    if (turn === undefined) continue;
    left += 1;
    const copies = after.flatMap((other, at) => (other.pieces.some(({ repeats }) => repeats === id) ? [at] : []));
    for (const one of new Set([turn, ...copies])) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const turns = new Set<number>();
  for (const [turn, count] of counts) if (count >= left / 2) turns.add(turn);
  if (left === 0) for (const [turn, { sources }] of after.entries()) if (sources.includes(position)) turns.add(turn);
  return { turns, ranges: [] };
}

/**
 * Words are right where they stand together as they did; else somebody has to look. Marks that stand alone do not count. Of
 * words that somebody stammers either time is right.
 */
function truthOfWords(chosen: PiecedTurn['pieces'], after: readonly PiecedTurn[], places: Places): Truth {
  const wanted = chosen.filter(isHeard);
  const turns = new Set<number>();
  const ranges: { turn: number; from: number; to: number }[] = [];
  for (const [turn, { pieces }] of after.entries()) {
    const heard = pieces.filter(isHeard);
    for (let at = 0; wanted.length > 0 && at + wanted.length <= heard.length; at += 1) {
      const found = wanted.every(({ id }, i) => heard[at + i]?.id === id || heard[at + i]?.repeats === id);
      const first = places.get(heard[at]?.id ?? -1);
      const last = places.get(heard[at + wanted.length - 1]?.id ?? -1);
      if (!found || first === undefined || last === undefined) continue;
      turns.add(turn);
      ranges.push({ turn, from: first.from, to: last.to });
    }
  }
  return { turns, ranges };
}

export type Verdict = 'right' | 'flagged' | 'flagged though certain' | 'wrong';

/** Letters and digits only: a comma more at the end of a quote is no other place. */
function trimmed(text: string, from: number, to: number): { from: number; to: number } {
  const counts = (at: number) => /[\p{L}\p{N}\p{M}]/u.test(text[at] ?? '');
  let [low, high] = [from, to];
  while (low < high && !counts(low)) low += 1;
  while (high > low && !counts(high - 1)) high -= 1;
  return { from: low, to: high };
}

/** So many letters on either side are looked at. */
const BESIDE = 12;

/**
 * Is it the old turn for all that can be known: the same words, between the same words? Where a change put a copy there
 * and took the turn away, nobody could tell.
 */
function looksTheSame(index: number, turn: number, { before, after }: Trial): boolean {
  if (before[index]?.content !== after[turn]?.content) return false;
  const left = (turns: Trial['before'], at: number) => lettersOf(textOf(turns.slice(Math.max(0, at - 3), at)));
  const right = (turns: Trial['before'], at: number) => lettersOf(textOf(turns.slice(at + 1, at + 4)));
  return (
    left(before, index).slice(-BESIDE) === left(after, turn).slice(-BESIDE) &&
    right(before, index).slice(0, BESIDE) === right(after, turn).slice(0, BESIDE)
  );
}

const textOf = (turns: Trial['before']): string => turns.map(({ content }) => content).join(' ');

/** Judges a placement. Only `wrong` misleads anybody: it stands, unflagged, on other words than were meant. */
export function judge(placement: Placement, anchor: Anchor, truth: Truth, trial: Trial): Verdict {
  if (placement.state === 'check' || placement.state === 'lost') {
    return truth.turns.size === 0 ? 'flagged' : 'flagged though certain';
  }
  const { turn, from, to } = placement;
  if (turn === null || (anchor.on !== 'text' && anchor.on !== 'turn')) return 'wrong';
  if (looksTheSame(anchor.turn.index, turn, trial)) {
    return anchor.on === 'turn' || (from === anchor.quote.at && to === from + anchor.quote.exact.length)
      ? 'right'
      : 'wrong';
  }
  if (!truth.turns.has(turn)) return 'wrong';
  if (anchor.on !== 'text') return 'right';
  if (from === null || to === null) return 'wrong';
  const content = trial.after[turn]?.content ?? '';
  const is = trimmed(content, from, to);
  const hit = truth.ranges.some((range) => {
    const should = trimmed(content, range.from, range.to);
    return range.turn === turn && is.from === should.from && is.to === should.to;
  });
  return hit ? 'right' : 'wrong';
}
