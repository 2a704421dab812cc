import { useState } from 'react';
import { foldText } from '#shared/logic/fold-text.ts';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { plainNote } from '#shared/logic/notes/markdown.ts';
import { type Note, sameProblem } from '#shared/logic/notes/place-notes.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Input } from '../../../ui/field.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { SeverityMark } from './severity-mark.tsx';

/** So many are offered at once; the words narrow them down. */
const MOST = 100;

/** Picks the note that shows the same problem. */
export function LinkDialog() {
  const { store, byId } = useNotes();
  const from = useNotesState((state) => state.linkFrom);
  const note = from === null ? undefined : byId.get(from);
  return (
    <Dialog
      open={note !== undefined}
      onOpenChange={(open) => {
        if (!open) store.setState({ linkFrom: null });
      }}
      title="Same problem as"
    >
      {note === undefined ? null : <Choice note={note} />}
    </Dialog>
  );
}

function Choice({ note }: { note: Note }) {
  const { notes, actions, store } = useNotes();
  const [words, setWords] = useState('');
  const linked = new Set([note.id, ...sameProblem(notes, note).map(({ id }) => id)]);
  const wanted = foldText(words.trim()).text;
  const offered: { other: Note; place: string }[] = [];
  for (const other of notes) {
    if (offered.length >= MOST) break;
    if (linked.has(other.id)) continue;
    const place = neutraliseText(anchorWords(other.anchor, other));
    if (wanted === '' || foldText(`${place} ${other.text.slice(0, 2000)}`).text.includes(wanted)) {
      offered.push({ other, place });
    }
  }
  return (
    <div className="flex flex-col gap-2 p-3">
      <Input
        data-autofocus
        dir="auto"
        aria-label="Words in notes"
        placeholder="Words in notes"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {offered.length === 0 ? <p className="text-text-3">There is no other note to link with.</p> : null}
      <ul aria-label="Notes" className="max-h-80 overflow-auto">
        {offered.map(({ other, place }) => (
          <li key={other.id}>
            <button
              type="button"
              onClick={() => {
                actions.link(note, other);
                store.setState({ linkFrom: null });
              }}
              className="flex min-h-7 w-full items-center gap-2 rounded-sm px-1 text-left hover:bg-surface-3"
            >
              <SeverityMark severity={other.severity} />
              <bdi className="max-w-[28ch] shrink-0 truncate font-strong">{place}</bdi>
              <span dir="auto" className="min-w-0 truncate text-text-2">
                {neutraliseText(plainNote(other.text.slice(0, 300)))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
