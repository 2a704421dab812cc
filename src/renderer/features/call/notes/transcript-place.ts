import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { toSent } from '#shared/logic/corrections/text-map.ts';
import { sentPlace } from '#shared/logic/notes/shown-text.ts';
import { fieldsOf, offsetsIn } from '../transcript/text-nodes.ts';

/**
 * Words chosen in the transcript: `from` and `to` are places in what the vendor sent of this turn, UTF-16 units; both 0 for
 * words that the vendor does not have.
 */
export interface ChosenWords {
  readonly position: number;
  readonly from: number;
  readonly to: number;
}

const positionOf = (element: Element, name: string): number => Number(element.getAttribute(name) ?? -1);

/** The words selected in the transcript, those of the first turn when it is several; null for none. */
export function findChosenWords(turns: readonly ShownTurn[]): ChosenWords | null {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const { startContainer } = range;
  const start = startContainer instanceof Element ? startContainer : startContainer.parentElement;
  const row = start?.closest('[data-turn]') ?? null;
  const text = row === null ? undefined : fieldsOf(row).get('text');
  if (row === null || text === undefined) return null;
  const position = positionOf(row, 'data-turn');
  const turn = turns[position];
  const offsets = offsetsIn(text, range);
  if (turn === undefined || offsets === null) return null;
  const from = sentPlace(turn.turn.content, offsets.start);
  const to = sentPlace(turn.turn.content, offsets.end);
  if (to <= from) return null;
  // Anchors stand on the vendor's words, whatever is shown in their place.
  return { position, ...(turn.map === null ? { from, to } : (toSent(turn.map, { from, to }) ?? { from: 0, to: 0 })) };
}

/** The tool call whose row has the focus, by position; null for none. */
export function findFocusedTool(): number | null {
  const row = document.activeElement?.closest('[data-tool]') ?? null;
  return row === null ? null : positionOf(row, 'data-tool');
}

/** Takes the selection of words away: what was chosen has become a note. */
export function dropChosenWords(): void {
  document.getSelection()?.removeAllRanges();
}
