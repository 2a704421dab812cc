import { type AnchorTarget, placeAnchors } from '#shared/logic/anchors/place.ts';
import {
  type AnnotationRecord,
  alongCall,
  type Note,
  type NotedCall,
  placeNote,
} from '#shared/logic/notes/place-notes.ts';
import { readFields } from '#shared/logic/review/read-item.ts';
import type { Placement } from '#shared/model/review/anchor.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';

/** An item is read once: ten thousand of them take a second, and one key press changes one. */
const known = new WeakMap<ReviewItem, AnnotationRecord>();

/** The annotations among a call's items, read; deleted ones left out. */
export function readAnnotations(items: Iterable<ReviewItem>): AnnotationRecord[] {
  const records: AnnotationRecord[] = [];
  for (const item of items) {
    if (item.kind !== 'annotation' || item.fields.deleted === true) continue;
    let record = known.get(item);
    if (record === undefined) {
      const { id, author, createdMs, updatedMs } = item;
      const fields = readFields('annotation', item.fields);
      const disputed = Object.keys(item.rivals);
      const textVersion = (item.heads.text ?? []).join(' ');
      record = { id, author, createdMs, updatedMs, fields, disputed, textVersion };
      known.set(item, record);
    }
    records.push(record);
  }
  return records;
}

const whole: Placement = { state: 'same', turn: null, from: null, to: null, tool: null, why: null };

/**
 * Puts records on one call, in its order. Each is placed once: what did not change is the very same note, so that nothing
 * that shows it is drawn anew.
 */
export function createPlacer(target: AnchorTarget, call: NotedCall): (records: readonly AnnotationRecord[]) => Note[] {
  const placed = new WeakMap<AnnotationRecord, Note>();
  return (records) => {
    const fresh = records.filter((record) => !placed.has(record));
    const places = placeAnchors(
      fresh.map(({ fields }) => fields.anchor ?? { on: 'call' }),
      target,
    );
    fresh.forEach((record, at) => {
      placed.set(record, placeNote(record, places[at] ?? whole, call));
    });
    return records.flatMap((record) => placed.get(record) ?? []).sort(alongCall);
  };
}
