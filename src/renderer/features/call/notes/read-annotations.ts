import { type AnchorTarget, placeAnchors } from '#shared/logic/anchors/place.ts';
import type { AnnotationRecord } from '#shared/logic/notes/place-notes.ts';
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
      record = { id, author, createdMs, updatedMs, fields, disputed: Object.keys(item.rivals) };
      known.set(item, record);
    }
    records.push(record);
  }
  return records;
}

/** Places records in one call, each once. */
export function createPlacer(target: AnchorTarget): (records: readonly AnnotationRecord[]) => Placement[] {
  const places = new WeakMap<AnnotationRecord, Placement>();
  const whole: Placement = { state: 'same', turn: null, from: null, to: null, tool: null, why: null };
  return (records) => {
    const fresh = records.filter((record) => !places.has(record));
    const found = placeAnchors(
      fresh.map(({ fields }) => fields.anchor ?? { on: 'call' }),
      target,
    );
    fresh.forEach((record, at) => {
      places.set(record, found[at] ?? whole);
    });
    return records.map((record) => places.get(record) ?? whole);
  };
}
