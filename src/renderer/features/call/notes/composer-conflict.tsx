import type { Note } from '#shared/logic/notes/place-notes.ts';
import { Button } from '../../../ui/button.tsx';
import { NoteText } from './note-text.tsx';

/** Somebody has written in the note that is being written: both texts are there, and the reader says which one stays. */
export function ComposerConflict({
  theirs,
  mine,
  onText,
}: {
  theirs: Note;
  mine: string;
  /** The text to go on with; it takes the other's place when it is saved. */
  onText: (text: string) => void;
}) {
  const both = [theirs.text, mine].filter((text) => text.trim() !== '').join('\n\n');
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md border border-slow bg-surface-2 px-2 py-1">
      <p className="text-slow">This note was changed elsewhere while you were writing. It says now:</p>
      <div className="max-h-24 overflow-auto">
        {theirs.text === '' ? <span className="text-text-3">nothing</span> : <NoteText text={theirs.text} />}
      </div>
      <div className="flex flex-wrap gap-1">
        <Button size="sm" onClick={() => onText(both)}>
          Put both together
        </Button>
        <Button size="sm" onClick={() => onText(mine)}>
          Go on with mine
        </Button>
        <Button size="sm" onClick={() => onText(theirs.text)}>
          Go on with theirs
        </Button>
      </div>
    </div>
  );
}
