import { makeToolAnchor } from '#shared/logic/anchors/make.ts';
import type { ShownTurn } from '#shared/logic/corrections/apply.ts';
import { nudgeEdge, rangeOf } from '#shared/logic/notes/flags.ts';
import { type Note, stepNote } from '#shared/logic/notes/place-notes.ts';
import { nextSeverity, toggleTag } from '#shared/logic/notes/tags.ts';
import { readFields } from '#shared/logic/review/read-item.ts';
import { sameJson } from '#shared/logic/review/same-json.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import { toast } from '../../../ui/toast-store.ts';
import { itemKey } from '../../review-work/known-work.ts';
import type { Change } from '../../review-work/send-changes.ts';
import type { ReviewActions } from '../../review-work/use-review.ts';
import type { Taxonomy } from '../../taxonomy/use-taxonomy.ts';
import type { CallActions } from '../actions.ts';
import { currentTurn, type Player } from '../player/player.ts';
import type { ComposerDraft } from './composer-draft.ts';
import { anchorOfToday, findTarget, nearestTool } from './note-target.ts';
import { type NotesStore, rangeOfMarking } from './notes-store.ts';
import { dropChosenWords, findChosenWords, findFocusedTool } from './transcript-place.ts';

/** What can be done with the notes of a call, whether by key, button or click. */
export interface NoteActions {
  /** A note at the playhead, made at once; what is typed or tagged next goes to it. */
  markPoint(): void;
  markIn(): void;
  /** Ends the range that was begun, and makes a note of it. */
  markOut(): void;
  chooseEdge(edge: 'start' | 'end'): void;
  nudge(byMs: number): void;
  /** Opens the editor on the active note, else on the chosen words, else on the turn. */
  comment(): void;
  commentTool(position?: number): void;
  commentCall(): void;
  edit(note: Note): void;
  /** Puts a tag on the active note, the chosen words or the turn, or takes it off. */
  toggleTag(tagId: string): void;
  toggleDigit(digit: number): void;
  changeSeverity(by: 1 | -1): void;
  step(direction: 1 | -1): void;
  /** Goes to where a note stands. */
  goTo(note: Note): void;
  playFrom(note: Note): void;
  setResolved(note: Note, resolved: boolean): void;
  remove(note: Note): void;
  /** Says where a note belongs whose place was not certain any more. */
  reanchor(note: Note, where: 'here' | 'chosen' | 'nowhere'): void;
  link(a: Note, b: Note): void;
  unlink(a: Note, b: Note): void;
  /** Saves what was written; answers whether it could be. */
  save(draft: ComposerDraft): Promise<boolean>;
}

/** What stays the same as long as a call is open. */
export interface NoteTools {
  readonly player: Player;
  readonly store: NotesStore;
  readonly review: ReviewActions;
}

/** What changes while it is. */
export interface NoteParts {
  readonly detail: Pick<CallDetail, 'turns' | 'toolCalls'>;
  /** The turns with their corrections, which is what words are chosen in. */
  readonly shown: readonly ShownTurn[];
  readonly callActions: Pick<CallActions, 'goToTurn' | 'seekTo'>;
  readonly taxonomy: Taxonomy;
  readonly notes: readonly Note[];
  readonly drafts: readonly ComposerDraft[];
  /** Who sits here; null while nobody knows. */
  readonly me: string | null;
}

/** Edges are moved by many key presses; they are stored when the last one is this long ago, ms. */
const SETTLE_MS = 400;

/** An anchor as an event carries it: without what is undefined. */
const jsonOf = (anchor: Anchor): Change['set'][string] => JSON.parse(JSON.stringify(anchor)) as Change['set'][string];

/** Ties the notes of one call to its player, its transcript and the store of review work. */
export function createNoteActions({ player, store, review }: NoteTools, parts: () => NoteParts): NoteActions {
  let settling: ReturnType<typeof setTimeout> | undefined;

  const change = (itemId: string, set: Change['set']) => review.apply([{ kind: 'annotation', itemId, set }]);

  function create(anchor: Anchor, set: Change['set'] = {}): string {
    const id = crypto.randomUUID();
    store.activate(id);
    void change(id, { anchor: jsonOf(anchor), ...set }).then((done) => {
      if (done === null && store.getState().activeId === id) store.activate(null);
    });
    return id;
  }

  const target = (): Anchor => findTarget(parts(), player);

  function reanchor(note: Note, where: 'here' | 'chosen' | 'nowhere'): void {
    const onCall: Anchor = { on: 'call' };
    const anchor = { here: () => anchorOfToday(note, parts().detail), chosen: target, nowhere: () => onCall }[where]();
    if (anchor === null) return;
    void change(note.id, { anchor: jsonOf(anchor) });
    if (where === 'chosen') dropChosenWords();
  }

  /** The active note, unless words were chosen since: then those are meant. */
  function activeNoteId(): string | null {
    return findChosenWords(parts().shown) === null ? store.getState().activeId : null;
  }

  function openEditor(anchor: Anchor): void {
    const { drafts, notes } = parts();
    const waiting = drafts.find(
      (draft) => sameJson(draft.anchor, anchor) && !notes.some(({ id }) => id === draft.noteId),
    );
    const start = waiting ?? {
      noteId: crypto.randomUUID(),
      anchor,
      text: '',
      tags: [],
      severity: null,
      base: null,
      left: false,
    };
    store.compose({ start, focus: true });
  }

  function edit(note: Note): void {
    const waiting = parts().drafts.find(({ noteId }) => noteId === note.id);
    const { id: noteId, anchor, text, severity, textVersion: base } = note;
    store.activate(note.id);
    store.compose({
      start: waiting ?? { noteId, anchor, text, tags: [...note.tags], severity, base, left: false },
      focus: true,
    });
  }

  function goTo(note: Note): void {
    const { callActions } = parts();
    const onTurn = note.anchor.on === 'turn' || note.anchor.on === 'text';
    if (onTurn && note.turn !== null) callActions.goToTurn(note.turn);
    else if (note.startMs !== null) callActions.seekTo(note.startMs);
    store.activate(note.id);
  }

  function storeEdges(): void {
    clearTimeout(settling);
    settling = undefined;
    const { marking } = store.getState();
    const range = rangeOfMarking(marking);
    if (marking?.noteId == null || range === null) return;
    void change(marking.noteId, { anchor: { on: 'range', ...range } });
  }

  /** The note's fields as they are when the change is sent, also of one that has just been made. */
  function changeActive(
    id: string,
    make: (fields: ReturnType<typeof readFields<'annotation'>>) => Change['set'] | null,
  ) {
    return review.apply((items) => {
      const item = items.get(itemKey('annotation', id));
      const set = item === undefined ? null : make(readFields('annotation', item.fields));
      return set === null ? [] : [{ kind: 'annotation', itemId: id, set }];
    });
  }

  function toggle(tagId: string): void {
    const anchor = target();
    const { notes, me } = parts();
    const own = notes.findLast(
      (note) => (me === null || note.author === me) && note.text === '' && sameJson(note.anchor, anchor),
    );
    const id = activeNoteId() ?? own?.id ?? null;
    dropChosenWords();
    if (id === null) {
      create(anchor, { tags: [tagId] });
      return;
    }
    if (store.getState().activeId !== id) store.activate(id);
    const tagged = changeActive(id, ({ tags, text, severity, anchor: on }) => {
      const next = toggleTag(tags ?? [], tagId);
      const onlyTags = (text ?? '') === '' && severity === null && (on?.on === 'turn' || on?.on === 'text');
      // A turn that was only tagged, and is no more, has no note.
      return next.length === 0 && onlyTags ? { tags: next, deleted: true } : { tags: next };
    });
    void tagged.then((items) => {
      if (items?.[0]?.fields.deleted === true && store.getState().activeId === id) store.activate(null);
    });
  }

  return {
    markPoint() {
      dropChosenWords();
      create({ on: 'point', atMs: Math.round(player.timeMs()) });
    },
    markIn() {
      const startMs = Math.round(player.timeMs());
      store.activate(null);
      store.mark({ startMs, endMs: null, noteId: null, edge: 'start' });
    },
    markOut() {
      const { marking } = store.getState();
      if (marking === null || marking.noteId !== null) {
        toast.info('Say first where the range begins.');
        return;
      }
      dropChosenWords();
      const range = rangeOf(marking.startMs, player.timeMs());
      const noteId = create({ on: 'range', ...range });
      store.mark({ ...range, noteId, edge: 'end' });
    },
    chooseEdge(edge) {
      const { marking } = store.getState();
      if (marking !== null) store.mark({ ...marking, edge });
    },
    nudge(byMs) {
      const { marking } = store.getState();
      if (marking === null) return;
      const { startMs, endMs, edge } = marking;
      if (endMs === null) {
        store.mark({
          ...marking,
          startMs: nudgeEdge({ startMs, endMs: player.durationMs() }, 'start', byMs, player.durationMs()).startMs,
        });
        return;
      }
      store.mark({ ...marking, ...nudgeEdge({ startMs, endMs }, edge, byMs, player.durationMs()) });
      clearTimeout(settling);
      settling = setTimeout(storeEdges, SETTLE_MS);
    },
    comment() {
      const active = activeNoteId();
      const note = parts().notes.find(({ id }) => id === active);
      if (note !== undefined) edit(note);
      else openEditor(target());
      dropChosenWords();
    },
    commentTool(given) {
      const { detail } = parts();
      const here = currentTurn(player.store.getState());
      const position = given ?? findFocusedTool() ?? nearestTool(detail, here);
      const tool = position === undefined ? undefined : detail.toolCalls[position];
      if (tool === undefined) toast.info('No tool was called at this turn.');
      else openEditor(makeToolAnchor(tool));
    },
    commentCall: () => openEditor({ on: 'call' }),
    edit,
    toggleTag: toggle,
    toggleDigit(digit) {
      const tag = parts().taxonomy.ofDigit(digit);
      if (tag === undefined) toast.info(`No tag has the digit ${digit}. The settings give it one.`);
      else toggle(tag.id);
    },
    changeSeverity(by) {
      const id = activeNoteId();
      if (id === null) {
        create(target(), { severity: nextSeverity(null, by) });
        dropChosenWords();
      } else void changeActive(id, ({ severity }) => ({ severity: nextSeverity(severity, by) }));
    },
    step(direction) {
      const note = stepNote(parts().notes, { id: store.getState().activeId, timeMs: player.timeMs() }, direction);
      if (note === undefined) toast.info('This call has no notes yet.');
      else goTo(note);
    },
    goTo,
    playFrom(note) {
      goTo(note);
      if (note.startMs !== null) player.play();
    },
    setResolved: (note, resolved) => void change(note.id, { resolved }),
    remove(note) {
      if (store.getState().activeId === note.id) store.activate(null);
      void change(note.id, { deleted: true }).then((done) => {
        if (done !== null) toast.info('The note was deleted.', { label: 'Undo', run: () => void review.undo() });
      });
    },
    reanchor,
    link: (a, b) => void changeActive(a.id, ({ sameAs }) => ({ sameAs: [...new Set([...(sameAs ?? []), b.id])] })),
    unlink(a, b) {
      const without = (from: Note, gone: Note): Change[] =>
        from.sameAs.includes(gone.id)
          ? [{ kind: 'annotation', itemId: from.id, set: { sameAs: from.sameAs.filter((id) => id !== gone.id) } }]
          : [];
      void review.apply([...without(a, b), ...without(b, a)]);
    },
    async save({ noteId, anchor, text, tags, severity }) {
      const done = await review.apply((items) => {
        const item = items.get(itemKey('annotation', noteId));
        const before = item === undefined ? null : readFields('annotation', item.fields);
        // A note that was deleted meanwhile is there again with what was written: it must not vanish.
        const back = before?.deleted === true ? { deleted: false } : {};
        const all = { anchor: jsonOf(anchor), text, tags, severity };
        const set =
          before === null
            ? all
            : {
                ...back,
                ...(text === (before.text ?? '') ? {} : { text }),
                ...(sameJson(tags, before.tags ?? []) ? {} : { tags }),
                ...(severity === before.severity ? {} : { severity }),
              };
        return Object.keys(set).length === 0 ? [] : [{ kind: 'annotation', itemId: noteId, set }];
      });
      if (done === null) return false;
      store.activate(noteId);
      return true;
    },
  };
}
