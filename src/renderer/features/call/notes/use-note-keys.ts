import { useReadOnlyReason } from '../../../lib/actions.ts';
import { type KeyBinding, useKeys } from '../../../lib/keys.ts';
import { useNotes, useNotesState } from './notes-context.tsx';

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The keys of notes, and undo and redo of all review work of the call. */
export function useNoteKeys(): void {
  const { actions, byId, store, taxonomy, work, known } = useNotes();
  const writable = useReadOnlyReason() === null && work.problem === null;
  const composing = useNotesState((state) => state.composer !== null);
  const hasMarking = useNotesState((state) => state.marking !== null);
  const hasRange = useNotesState((state) => state.marking !== null && state.marking.endMs !== null);
  const active = useNotesState((state) => state.activeId);
  const activeNote = active === null ? undefined : byId.get(active);
  const enabled = writable && !composing && (known || 'soon');
  // A note that was made a moment ago is on its way to the disk.
  const onNote = enabled === true && active !== null && activeNote === undefined ? 'soon' : enabled;
  const onThisNote = active === null ? false : onNote;
  const tags = digits.map((digit): KeyBinding<'notes'> => {
    const tag = taxonomy.ofDigit(digit);
    return {
      action: `tag-${digit}`,
      run: () => actions.toggleDigit(digit),
      ...(tag === undefined ? {} : { label: `Tag: ${tag.name}` }),
      enabled,
    };
  });
  useKeys('notes', [
    { action: 'point', run: () => actions.markPoint(), enabled },
    { action: 'in', run: () => actions.markIn(), enabled },
    { action: 'out', run: () => actions.markOut(), enabled },
    { action: 'comment', run: () => actions.comment(), enabled: onNote },
    { action: 'comment-tool', run: () => actions.commentTool(), enabled },
    { action: 'comment-call', run: () => actions.commentCall(), enabled },
    ...tags,
    { action: 'next', run: () => actions.step(1), enabled: known || 'soon' },
    { action: 'before', run: () => actions.step(-1), enabled: known || 'soon' },
    { action: 'worse', run: () => actions.changeSeverity(1), enabled },
    { action: 'milder', run: () => actions.changeSeverity(-1), enabled },
    {
      action: 'resolve',
      run: () => activeNote !== undefined && actions.setResolved(activeNote, !activeNote.resolved),
      enabled: onThisNote,
    },
    {
      action: 'delete',
      run: () => activeNote !== undefined && actions.remove(activeNote),
      enabled: onThisNote,
    },
    { action: 'list', run: () => store.setState(({ listAsked }) => ({ listAsked: listAsked + 1 })) },
    { action: 'edge-in', run: () => actions.chooseEdge('start'), enabled: hasRange },
    { action: 'edge-out', run: () => actions.chooseEdge('end'), enabled: hasRange },
    { action: 'edge-earlier', run: () => actions.nudge(-10), enabled: hasMarking },
    { action: 'edge-later', run: () => actions.nudge(10), enabled: hasMarking },
    { action: 'edge-far-earlier', run: () => actions.nudge(-100), enabled: hasMarking },
    { action: 'edge-far-later', run: () => actions.nudge(100), enabled: hasMarking },
  ]);

  useKeys('review-work', [
    { action: 'undo', run: () => void work.actions.undo(), enabled: writable },
    { action: 'redo', run: () => void work.actions.redo(), enabled: writable },
  ]);
}
