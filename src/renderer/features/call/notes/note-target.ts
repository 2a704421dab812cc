import { makeTextAnchor, makeToolAnchor, makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import { currentTurn, type Player } from '../player/player.ts';
import { findChosenWords } from './transcript-place.ts';

/** What a comment or a tag is about when no note is active: the chosen words, else the turn, else this moment. */
export function findTarget(
  { detail, shown }: { readonly detail: Pick<CallDetail, 'turns'>; readonly shown: readonly ShownTurn[] },
  player: Player,
): Anchor {
  const { turns } = detail;
  const words = findChosenWords(shown);
  const chosen = words === null ? undefined : turns[words.position];
  if (words !== null && chosen !== undefined) return makeTextAnchor(chosen, words.from, words.to, turns);
  const turn = turns[currentTurn(player.store.getState())];
  if (turn !== undefined) return makeTurnAnchor(turn, turns);
  return { on: 'point', atMs: Math.round(player.timeMs()) };
}

/** Where a note was found, as an anchor made today; null where it was found nowhere. */
export function anchorOfToday(
  { placement }: Pick<Note, 'placement'>,
  { turns, toolCalls }: Pick<CallDetail, 'turns' | 'toolCalls'>,
): Anchor | null {
  const turn = turns[placement?.turn ?? -1];
  const tool = toolCalls[placement?.tool ?? -1];
  if (tool !== undefined) return makeToolAnchor(tool);
  return turn === undefined ? null : makeTextAnchor(turn, placement?.from ?? 0, placement?.to ?? 0, turns);
}

/** The tool call of a turn: the first that follows it before the next turn, else the last before it. */
export function nearestTool(
  { turns, toolCalls }: Pick<CallDetail, 'turns' | 'toolCalls'>,
  position: number,
): number | undefined {
  const entry = turns[position]?.entry;
  if (entry === undefined) return undefined;
  const next = Math.min(...turns.map((turn) => turn.entry).filter((one) => one > entry));
  const after = toolCalls.findIndex((tool) => tool.entry > entry && tool.entry < next);
  if (after !== -1) return after;
  const before = Math.max(-1, ...turns.map((turn) => turn.entry).filter((one) => one < entry));
  const found = toolCalls.findLastIndex((tool) => tool.entry < entry && tool.entry > before);
  return found === -1 ? undefined : found;
}
