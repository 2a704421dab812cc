import { TriangleAlert } from 'lucide-react';
import { needsLook } from '#shared/logic/notes/filter-notes.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';

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
      {disputed.length > 0 ? (
        <Notice>Two reviewers disagree on {disputed.map((field) => fieldWords[field] ?? field).join(', ')}.</Notice>
      ) : null}
    </>
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
