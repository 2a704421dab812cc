import { type CopyPart, copyLines } from '#shared/logic/copy-text.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { toolLine } from '#shared/logic/tool-call.ts';
import type { TimelineItem } from '#shared/logic/transcript.ts';
import { speakerName, textsOf } from './item-texts.ts';
import { fieldsOf, offsetsIn } from './text-nodes.ts';
import type { TurnNotes } from './turn-notes.ts';

export interface CopySource {
  readonly items: readonly TimelineItem[];
  readonly notes: readonly TurnNotes[];
  readonly openTools: ReadonlySet<number>;
}

/** A whole turn as it goes to the clipboard. */
export function turnPart(item: TimelineItem & { kind: 'turn' }, notes: readonly TurnNotes[]): CopyPart {
  return {
    timeMs: notes[item.position]?.timeMs ?? item.turn.startMs,
    speaker: speakerName(item.turn),
    text: neutraliseText(item.turn.content),
  };
}

/** Which row of the transcript a place in the document lies in, null for none. */
export function rowAt(node: Node | null): number | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  const index = element?.closest('[data-index]')?.getAttribute('data-index');
  return index === null || index === undefined ? null : Number(index);
}

/** What is selected of one thing: the texts of a row at the selection's ends as far as selected, of others all. */
function partOf(item: TimelineItem, row: Element | null, range: Range, source: CopySource): CopyPart[] {
  const fields = row === null ? null : fieldsOf(row);
  const chosen = textsOf(item).flatMap(({ field, title, text }) => {
    if (fields === null) return [{ field, title, text }];
    const element = fields.get(field);
    const offsets = element === undefined ? null : offsetsIn(element, range);
    return offsets === null ? [] : [{ field, title, text: text.slice(offsets.start, offsets.end) }];
  });
  if (chosen.length === 0) return [];
  if (item.kind === 'turn') return [{ ...turnPart(item, source.notes), text: chosen[0]?.text ?? '' }];
  const details = source.openTools.has(item.position) ? chosen.filter(({ title }) => title !== null) : [];
  const text = [toolLine(item.call), ...details.map((part) => `${part.title}: ${part.text}`)].join('\n');
  return [{ timeMs: item.call.startMs, speaker: 'Tool call', text }];
}

/**
 * What a selection in the transcript puts on the clipboard: lines with time and speaker when it spans more than one
 * turn; null when it does not, and the browser's own copying is right. Turns between its ends count whether or not
 * their rows exist.
 */
export function copySelection(scroller: HTMLElement, range: Range, source: CopySource): string | null {
  const { items } = source;
  const first = rowAt(range.startContainer) ?? 0;
  const last = rowAt(range.endContainer) ?? items.length - 1;
  if (last <= first) return null;
  const parts: CopyPart[] = [];
  for (let i = first; i <= last; i += 1) {
    const item = items[i];
    if (item === undefined) continue;
    const atEdge = i === first || i === last;
    parts.push(...partOf(item, atEdge ? scroller.querySelector(`[data-index="${i}"]`) : null, range, source));
  }
  return parts.length === 0 ? null : copyLines(parts);
}
