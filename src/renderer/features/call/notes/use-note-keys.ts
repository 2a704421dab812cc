import { useReadOnlyReason } from '../../../lib/actions.ts';
import { type KeyBinding, useKeys } from '../../../lib/keys.ts';
import { useNotes, useNotesState } from './notes-context.tsx';

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The keys of notes, and undo and redo of all review work of the call. */
export function useNoteKeys(): void {
  const { actions, byId, store, taxonomy, work } = useNotes();
  const writable = useReadOnlyReason() === null && work.items !== null;
  const composing = useNotesState((state) => state.composer !== null);
  const hasMarking = useNotesState((state) => state.marking !== null);
  const hasRange = useNotesState((state) => state.marking !== null && state.marking.endMs !== null);
  const active = useNotesState((state) => state.activeId);
  const activeNote = active === null ? undefined : byId.get(active);
  const tags = digits.map((digit): KeyBinding<'notes'> => {
    const tag = taxonomy.ofDigit(digit);
    return {
      action: `tag-${digit}`,
      run: () => actions.toggleDigit(digit),
      ...(tag === undefined ? {} : { label: `Tag: ${tag.name}` }),
      enabled: writable && !composing,
    };
  });
  const enabled = writable && !composing;
  useKeys('notes', [
    { action: 'point', run: () => actions.markPoint(), enabled },
    { action: 'in', run: () => actions.markIn(), enabled },
    { action: 'out', run: () => actions.markOut(), enabled },
    { action: 'comment', run: () => actions.comment(), enabled },
    { action: 'comment-tool', run: () => actions.commentTool(), enabled },
    { action: 'comment-call', run: () => actions.commentCall(), enabled },
    ...tags,
    { action: 'next', run: () => actions.step(1) },
    { action: 'before', run: () => actions.step(-1) },
    { action: 'worse', run: () => actions.changeSeverity(1), enabled },
    { action: 'milder', run: () => actions.changeSeverity(-1), enabled },
    {
      action: 'resolve',
      run: () => activeNote !== undefined && actions.setResolved(activeNote, !activeNote.resolved),
      enabled: enabled && activeNote !== undefined,
    },
    {
      action: 'delete',
      run: () => activeNote !== undefined && actions.remove(activeNote),
      enabled: enabled && activeNote !== undefined,
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
