import { MoveRight, TriangleAlert } from 'lucide-react';
import { needsLook } from '#shared/logic/notes/filter-notes.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { useNotes } from './notes-context.tsx';

const fieldWords: Readonly<Record<string, string>> = {
  anchor: 'where it belongs',
  text: 'its text',
  tags: 'its tags',
  severity: 'its severity',
  resolved: 'whether it is resolved',
  sameAs: 'what it is linked with',
  deleted: 'whether it is deleted',
};

/** What somebody has to look at: a place that is not certain any more, fields on which two seats disagree. */
export function NoteNotices({ note }: { note: Note }) {
  const { placement, disputed } = note;
  return (
    <>
      {needsLook(note) ? (
        <Notice>
          {placement?.state === 'lost' ? 'Its place is lost' : 'Needs a look'}
          {placement?.why == null ? '.' : `: ${placement.why}`}
        </Notice>
      ) : null}
      {needsLook(note) ? <Decisions note={note} /> : null}
      {placement?.state === 'moved' ? (
        <p className="flex items-center gap-1.5 text-meta text-text-3">
          <MoveRight aria-hidden className="size-3.5 shrink-0" />
          The transcript has changed; the note went with its words.
        </p>
      ) : null}
      {disputed.length > 0 ? (
        <Notice>Two reviewers disagree on {disputed.map((field) => fieldWords[field] ?? field).join(', ')}.</Notice>
      ) : null}
    </>
  );
}

/** Only a person can say where a note belongs whose place is not certain. */
function Decisions({ note }: { note: Note }) {
  const { actions } = useNotes();
  const readOnly = useReadOnlyReason();
  const isFound = note.placement?.turn != null || note.placement?.tool != null;
  return (
    <div className="flex flex-wrap gap-1">
      {isFound ? (
        <Button size="sm" disabledReason={readOnly} onClick={() => actions.reanchor(note, 'here')}>
          It belongs here
        </Button>
      ) : null}
      <Button
        size="sm"
        disabledReason={readOnly}
        // The button must not take the words away that are chosen.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => actions.reanchor(note, 'chosen')}
      >
        Move to the chosen words or turn
      </Button>
      <Button size="sm" disabledReason={readOnly} onClick={() => actions.reanchor(note, 'nowhere')}>
        It is gone: keep it on the call
      </Button>
    </div>
  );
}

function Notice({ children }: { children: React.ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-slow">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
