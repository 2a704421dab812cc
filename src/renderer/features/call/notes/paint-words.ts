import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { toShown } from '#shared/logic/corrections/text-map.ts';
import type { MarginNotes, Note } from '#shared/logic/notes/place-notes.ts';
import { shownPlace } from '#shared/logic/notes/shown-text.ts';
import { type TagColour, tagColourSchema } from '#shared/model/review/items.ts';
import { fieldsOf, rangeFinder } from '../transcript/text-nodes.ts';

const ACTIVE = 'note-active';
const nameOf = (colour: TagColour | null): string => `note-${colour ?? 'plain'}`;
const names = [ACTIVE, nameOf(null), ...tagColourSchema.options.map(nameOf)];

/** Marks the words that notes stand on, in the rows that exist; spans may overlap. The names are styled in styles/index.css. */
export function paintWords(
  scroller: Element,
  margin: MarginNotes,
  turns: readonly ShownTurn[],
  activeId: string | null,
  colourOf: (note: Note) => TagColour | null,
): void {
  const ranges = new Map<string, StaticRange[]>();
  for (const row of scroller.querySelectorAll('[data-turn]')) {
    const position = Number(row.getAttribute('data-turn'));
    const notes = margin.turns
      .get(position)
      ?.filter(({ placement }) => placement?.from != null && placement.to != null);
    const shown = turns[position];
    const element = notes === undefined || notes.length === 0 ? undefined : fieldsOf(row).get('text');
    if (element === undefined || shown === undefined) continue;
    const rangeOf = rangeFinder(element);
    for (const note of notes ?? []) {
      const sent = { from: note.placement?.from ?? 0, to: note.placement?.to ?? 0 };
      const place = shown.map === null ? sent : toShown(shown.map, sent);
      if (place === null) continue;
      const start = shownPlace(shown.turn.content, place.from);
      const end = shownPlace(shown.turn.content, place.to);
      const range = end > start ? rangeOf({ start, end }) : null;
      if (range === null) continue;
      const name = note.id === activeId ? ACTIVE : nameOf(note.resolved ? 'grey' : colourOf(note));
      const list = ranges.get(name);
      if (list === undefined) ranges.set(name, [range]);
      else list.push(range);
    }
  }
  for (const name of names) {
    const found = ranges.get(name);
    if (found === undefined) CSS.highlights.delete(name);
    else CSS.highlights.set(name, new Highlight(...found));
  }
}

export function clearWords(): void {
  for (const name of names) CSS.highlights.delete(name);
}
