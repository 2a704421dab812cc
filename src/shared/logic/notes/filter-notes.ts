import type { Severity } from '../../model/review/items.ts';
import { foldText } from '../fold-text.ts';
import type { Note } from './place-notes.ts';

/** Which annotations are listed; empty = no restriction. `none` stands for those without a tag, or without a severity. */
export interface NoteFilter {
  readonly text: string;
  readonly tags: readonly string[];
  readonly severities: readonly (Severity | 'none')[];
  readonly authors: readonly string[];
  readonly state: 'all' | 'open' | 'resolved' | 'check';
}

export const noNoteFilter: NoteFilter = { text: '', tags: [], severities: [], authors: [], state: 'all' };

export const isFiltered = (filter: NoteFilter): boolean =>
  filter.text.trim() !== '' ||
  filter.tags.length > 0 ||
  filter.severities.length > 0 ||
  filter.authors.length > 0 ||
  filter.state !== 'all';

/** Whether somebody has to look where an annotation belongs. */
export const needsLook = ({ placement }: Pick<Note, 'placement'>): boolean =>
  placement?.state === 'check' || placement?.state === 'lost';

/** A note's text is folded once: ten thousand of them are looked through with every key. */
const folded = new WeakMap<Note, string>();

function foldedText(note: Note): string {
  const known = folded.get(note);
  if (known !== undefined) return known;
  const { text } = foldText(note.text);
  folded.set(note, text);
  return text;
}

/** The annotations that a filter lets through; within one of its fields any value may match. */
export function filterNotes(notes: readonly Note[], filter: NoteFilter): readonly Note[] {
  if (!isFiltered(filter)) return notes;
  const words = foldText(filter.text.trim()).text;
  return notes.filter((note) => {
    if (filter.state === 'open' && note.resolved) return false;
    if (filter.state === 'resolved' && !note.resolved) return false;
    if (filter.state === 'check' && !needsLook(note)) return false;
    if (filter.severities.length > 0 && !filter.severities.includes(note.severity ?? 'none')) return false;
    if (filter.authors.length > 0 && !filter.authors.includes(note.author)) return false;
    if (filter.tags.length > 0) {
      const wanted =
        note.tags.length === 0 ? filter.tags.includes('none') : note.tags.some((id) => filter.tags.includes(id));
      if (!wanted) return false;
    }
    return words === '' || foldedText(note).includes(words);
  });
}
