import { makeTextAnchor, makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import { currentTurn, type Player } from '../player/player.ts';
import { findChosenWords } from './transcript-place.ts';

/** What a comment or a tag is about when no note is active: the chosen words, else the turn, else this moment. */
export function findTarget(
  { shown, detail: { turns } }: { shown: readonly ShownTurn[]; detail: Pick<CallDetail, 'turns'> },
  player: Player,
): Anchor {
  const words = findChosenWords(shown);
  const chosen = words === null ? undefined : turns[words.position];
  if (words !== null && chosen !== undefined) return makeTextAnchor(chosen, words.from, words.to, turns);
  const turn = turns[currentTurn(player.store.getState())];
  if (turn !== undefined) return makeTurnAnchor(turn, turns);
  return { on: 'point', atMs: Math.round(player.timeMs()) };
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
