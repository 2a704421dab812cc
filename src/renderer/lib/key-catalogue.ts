/** Where a scope's keys work. `any` = in every view. */
export type KeyView =
  | 'any'
  | 'calls'
  | 'call'
  | 'notes'
  | 'review'
  | 'scorecards'
  | 'sync'
  | 'conflicts'
  | 'agreement'
  | 'settings';

/** What a key does, before the reader changes which key it is. */
export interface KeyAction {
  label: string;
  /** `Space`, `Ctrl+K` (Cmd on a Mac), `?`, `Up`; several alternatives as a list. One the reader sets replaces them all. */
  keys: string | readonly string[];
  /** Also runs while the reader types, so it never is a single key. */
  whileTyping?: true;
  /** Holding the key down repeats it. */
  repeat?: true;
  /** `false` for what only makes sense as a key, such as moving by one row. */
  inPalette?: false;
}

interface ScopeEntry {
  title: string;
  view: KeyView;
  /** Lies over its view while it is there: its keys win. */
  over?: true;
  actions: Readonly<Record<string, KeyAction>>;
}

const row = { inPalette: false, repeat: true } as const;
/** The palette has these from everywhere, in words of its own. */
const keyOnly = { inPalette: false } as const;

/**
 * Every key of the application. The settings, the `?` sheet, the tooltips and the palette read it; `useKeys` says what an
 * action runs. `scope.action` is the stored name of an action: never rename one.
 */
export const keyCatalogue = {
  everywhere: {
    title: 'Everywhere',
    view: 'any',
    actions: {
      palette: { label: 'Find a command or a call', keys: 'Ctrl+K', whileTyping: true },
      keys: { label: 'Keys of this view', keys: '?' },
      calls: { label: 'Calls', keys: 'Alt+1', whileTyping: true },
      sync: { label: 'Sync', keys: 'Alt+2', whileTyping: true },
      review: { label: 'Review', keys: 'Alt+3', whileTyping: true },
      notes: { label: 'Notes of all calls', keys: 'Alt+4', whileTyping: true },
      settings: { label: 'Settings', keys: 'Ctrl+,', whileTyping: true },
    },
  },
  filters: {
    title: 'Filters',
    view: 'calls',
    actions: { text: { label: 'Filter by text', keys: '/' } },
  },
  list: {
    title: 'Calls',
    view: 'calls',
    actions: {
      open: { label: 'Open the call', keys: 'Enter', inPalette: false },
      fetch: { label: 'Get this recording now', keys: 'D' },
      pin: { label: 'Pin this recording, or no longer', keys: 'P' },
      export: { label: 'Export all matching calls', keys: 'Alt+X' },
      up: { label: 'Previous row', keys: 'Up', ...row },
      down: { label: 'Next row', keys: 'Down', ...row },
      'focused-up': { label: 'Previous row, list focused', keys: 'K', ...row },
      'focused-down': { label: 'Next row, list focused', keys: 'J', ...row },
      'page-up': { label: 'Page up', keys: 'PageUp', ...row },
      'page-down': { label: 'Page down', keys: 'PageDown', ...row },
      home: { label: 'First call', keys: 'Home', ...row },
      end: { label: 'Last call', keys: 'End', ...row },
    },
  },
  between: {
    title: 'Between calls',
    view: 'call',
    actions: {
      before: { label: 'Call before in the list', keys: 'Ctrl+Left' },
      after: { label: 'Call after in the list', keys: 'Ctrl+Right' },
      back: { label: 'Back to the list', keys: 'Escape' },
    },
  },
  call: {
    title: 'Call',
    view: 'call',
    actions: {
      play: { label: 'Play or pause', keys: 'Space' },
      'play-typing': { label: 'Play or pause, also while typing', keys: 'Ctrl+Space', whileTyping: true },
      'back-1': { label: 'Back 1 s', keys: 'Left', repeat: true },
      'forward-1': { label: 'Forward 1 s', keys: 'Right', repeat: true },
      'back-5': { label: 'Back 5 s', keys: 'Shift+Left', repeat: true },
      'forward-5': { label: 'Forward 5 s', keys: 'Shift+Right', repeat: true },
      'turn-before': { label: 'Turn before', keys: 'Up', repeat: true },
      'turn-after': { label: 'Turn after', keys: 'Down', repeat: true },
      'slow-next': { label: 'Next slow turn', keys: 'N' },
      'slow-before': { label: 'Slow turn before', keys: 'Shift+N' },
      replay: { label: 'Replay this turn from its gap', keys: 'R' },
      loop: { label: 'Loop this turn', keys: 'Shift+Space' },
      silence: { label: 'Silence: play it, 3×, or skip it', keys: 'S' },
      solo: { label: 'Hear one party only, then both', keys: 'Shift+S' },
      'flip-lanes': { label: 'Exchange the lanes of agent and caller', keys: 'X' },
      'back-2': { label: 'Back 2 s', keys: 'J', repeat: true },
      pause: { label: 'Pause', keys: 'K' },
      faster: { label: 'Play, then faster', keys: 'L' },
      'rate-down': { label: 'Slower', keys: '[' },
      'rate-up': { label: 'Faster', keys: ']' },
      'rate-normal': { label: 'Normal speed', keys: '\\' },
      'back-typing': { label: 'Back 1 s, also while typing', keys: 'Alt+J', whileTyping: true },
      'forward-typing': { label: 'Forward 1 s, also while typing', keys: 'Alt+L', whileTyping: true },
      // The second is the same key without Shift.
      'zoom-in': { label: 'Zoom in', keys: ['Plus', '='], repeat: true },
      'zoom-out': { label: 'Zoom out', keys: '-', repeat: true },
      'zoom-fit': { label: 'Show the whole call', keys: '0' },
      'pan-earlier': { label: 'Show an earlier stretch', keys: ',', repeat: true },
      'pan-later': { label: 'Show a later stretch', keys: '.', repeat: true },
      follow: { label: 'Back to what is heard now', keys: 'F' },
      table: { label: 'Call as a table', keys: 'Alt+T' },
      pin: { label: 'Pin the recording, or no longer', keys: 'P' },
      fetch: { label: 'Get this recording now', keys: 'D' },
      beginning: { label: 'Beginning', keys: 'Home' },
      end: { label: 'End', keys: 'End' },
    },
  },
  exchange: {
    title: 'Files',
    view: 'call',
    actions: {
      export: { label: 'Export this call', keys: 'Alt+X' },
      import: { label: 'Import annotations into this call', keys: 'Alt+V' },
      clip: { label: 'Save the marked range, or this turn, as a WAV file', keys: 'Alt+U' },
    },
  },
  latency: {
    title: 'Latency',
    view: 'call',
    actions: {
      'finding-next': { label: 'Next finding', keys: 'G' },
      'finding-before': { label: 'Finding before', keys: 'Shift+G' },
      'overlap-next': { label: 'Next overlap', keys: 'V' },
      'overlap-before': { label: 'Overlap before', keys: 'Shift+V' },
      'dead-air-next': { label: 'Next dead air', keys: 'B' },
      'dead-air-before': { label: 'Dead air before', keys: 'Shift+B' },
      definitions: { label: 'What the figures mean', keys: 'Shift+D' },
    },
  },
  turn: {
    title: 'Turn',
    view: 'call',
    actions: {
      copy: { label: 'Copy this turn with its time', keys: 'C' },
      'copy-address': { label: 'Copy the address of this moment', keys: 'Shift+C' },
      tools: { label: 'Fold or unfold this turn’s tool calls', keys: 'T' },
      'tools-all': { label: 'Fold or unfold all tool calls', keys: 'Shift+T' },
    },
  },
  transcript: {
    title: 'Transcript',
    view: 'call',
    actions: {
      find: { label: 'Find in this call', keys: 'Ctrl+F', whileTyping: true },
      'find-slash': { label: 'Find in this call, not while typing', keys: '/', inPalette: false },
      'match-next': { label: 'Next match', keys: 'F3', repeat: true, whileTyping: true },
      'match-before': { label: 'Match before', keys: 'Shift+F3', repeat: true, whileTyping: true },
    },
  },
  notes: {
    title: 'Notes',
    view: 'call',
    actions: {
      point: { label: 'Note at this moment', keys: 'M' },
      in: { label: 'A range begins here', keys: 'I' },
      out: { label: 'The range ends here', keys: 'O' },
      comment: { label: 'Comment on the note, the chosen words or the turn', keys: 'Enter' },
      'comment-tool': { label: 'Comment on the tool call', keys: 'Alt+Enter' },
      'comment-call': { label: 'Comment on the whole call', keys: 'Shift+Enter' },
      'tag-1': { label: 'Tag 1', keys: '1' },
      'tag-2': { label: 'Tag 2', keys: '2' },
      'tag-3': { label: 'Tag 3', keys: '3' },
      'tag-4': { label: 'Tag 4', keys: '4' },
      'tag-5': { label: 'Tag 5', keys: '5' },
      'tag-6': { label: 'Tag 6', keys: '6' },
      'tag-7': { label: 'Tag 7', keys: '7' },
      'tag-8': { label: 'Tag 8', keys: '8' },
      'tag-9': { label: 'Tag 9', keys: '9' },
      next: { label: 'Next note', keys: 'A', repeat: true },
      before: { label: 'Note before', keys: 'Shift+A', repeat: true },
      worse: { label: 'Severity up', keys: 'Alt+S', whileTyping: true },
      milder: { label: 'Severity down', keys: 'Alt+Shift+S', whileTyping: true },
      resolve: { label: 'Resolve the note, or open it again', keys: 'Alt+R' },
      delete: { label: 'Delete the note', keys: 'Delete' },
      list: { label: 'List of notes', keys: 'Alt+N', whileTyping: true },
      'edge-in': { label: 'Move where the range begins', keys: 'Alt+I', whileTyping: true },
      'edge-out': { label: 'Move where the range ends', keys: 'Alt+O', whileTyping: true },
      'edge-earlier': { label: 'Edge 10 ms earlier', keys: 'Alt+Down', whileTyping: true, repeat: true },
      'edge-later': { label: 'Edge 10 ms later', keys: 'Alt+Up', whileTyping: true, repeat: true },
      'edge-far-earlier': { label: 'Edge 100 ms earlier', keys: 'Alt+Shift+Down', whileTyping: true, repeat: true },
      'edge-far-later': { label: 'Edge 100 ms later', keys: 'Alt+Shift+Up', whileTyping: true, repeat: true },
    },
  },
  words: {
    title: 'Words of the turn',
    view: 'call',
    actions: {
      next: { label: 'Choose the next word', keys: 'W', repeat: true },
      before: { label: 'Choose the word before', keys: 'Alt+W', repeat: true },
      more: { label: 'Choose one word more', keys: 'Shift+W', repeat: true },
      less: { label: 'Choose one word less', keys: 'Alt+Shift+W', repeat: true },
    },
  },
  correct: {
    title: 'Corrections',
    view: 'call',
    actions: {
      edit: { label: 'Correct the words of this turn', keys: 'E' },
      speaker: { label: 'The other party said this turn', keys: 'Y' },
      revert: { label: 'This turn as the vendor sent it', keys: 'U' },
      changes: { label: 'Show or hide what was corrected', keys: 'H' },
    },
  },
  'correct-bar': {
    title: 'Words being corrected',
    view: 'call',
    over: true,
    actions: {
      save: { label: 'Save the words', keys: 'Ctrl+Enter', whileTyping: true, inPalette: false },
      split: { label: 'Another party speaks from here', keys: 'Ctrl+Shift+Enter', whileTyping: true, inPalette: false },
    },
  },
  'review-work': {
    title: 'Review work',
    view: 'call',
    actions: {
      undo: { label: 'Undo', keys: 'Ctrl+Z' },
      redo: { label: 'Do again', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
    },
  },
  'note-bar': {
    title: 'Note',
    view: 'call',
    over: true,
    actions: { leave: { label: 'Leave the note', keys: 'Escape', inPalette: false } },
  },
  scoring: {
    title: 'Review of this call',
    view: 'call',
    actions: {
      score: { label: 'Score this call', keys: 'Q' },
      finish: { label: 'Finish the review', keys: 'Ctrl+Enter', whileTyping: true },
    },
  },
  score: {
    title: 'Score',
    view: 'call',
    over: true,
    actions: {
      down: { label: 'Next criterion', keys: 'Down', ...row },
      up: { label: 'Criterion before', keys: 'Up', ...row },
      'option-1': { label: 'First answer, or into the field', keys: '1', ...keyOnly },
      'option-2': { label: 'Second answer', keys: '2', ...keyOnly },
      'option-3': { label: 'Third answer', keys: '3', ...keyOnly },
      'option-4': { label: 'Fourth answer', keys: '4', ...keyOnly },
      'option-5': { label: 'Fifth answer', keys: '5', ...keyOnly },
      'option-6': { label: 'Sixth answer', keys: '6', ...keyOnly },
      'option-7': { label: 'Seventh answer', keys: '7', ...keyOnly },
      'option-8': { label: 'Eighth answer', keys: '8', ...keyOnly },
      'option-9': { label: 'Ninth answer', keys: '9', ...keyOnly },
      na: { label: 'Does not apply', keys: '0', ...keyOnly },
      clear: { label: 'Take the answer back', keys: 'Backspace', ...keyOnly },
      comment: { label: 'Comment on this criterion', keys: 'Enter', ...keyOnly },
      cite: { label: 'Cite this turn or the marked range', keys: 'E', ...keyOnly },
      uncite: { label: 'Take the last evidence away', keys: 'Shift+E', ...keyOnly },
      leave: { label: 'Keys back to the call', keys: 'Q', ...keyOnly },
    },
  },
  'find-bar': {
    title: 'Find in call',
    view: 'call',
    over: true,
    actions: { close: { label: 'Close the find bar', keys: 'Escape', inPalette: false } },
  },
  'notes-search': {
    title: 'Notes of all calls',
    view: 'notes',
    actions: {
      text: { label: 'Search by words', keys: '/' },
      open: { label: 'Open the call at this note', keys: 'Enter', inPalette: false },
      up: { label: 'Note before', keys: 'Up', ...row },
      down: { label: 'Next note', keys: 'Down', ...row },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  'scorecard-list': {
    title: 'Scorecards',
    view: 'scorecards',
    actions: { back: { label: 'Back to the calls', keys: 'Escape' } },
  },
  scorecards: {
    title: 'Scorecard',
    view: 'scorecards',
    over: true,
    actions: {
      up: { label: 'Section or criterion before', keys: 'Up', ...row },
      down: { label: 'Next section or criterion', keys: 'Down', ...row },
      add: { label: 'Add a criterion', keys: 'N' },
      'add-section': { label: 'Add a section', keys: 'Shift+N' },
      'move-up': { label: 'Move it up', keys: 'Alt+Up', repeat: true },
      'move-down': { label: 'Move it down', keys: 'Alt+Down', repeat: true },
      remove: { label: 'Remove it', keys: 'Delete' },
      publish: { label: 'Publish this version', keys: 'Ctrl+Enter', whileTyping: true },
      undo: { label: 'Undo', keys: 'Ctrl+Z' },
      redo: { label: 'Do again', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
      back: { label: 'Back to all scorecards', keys: 'Escape' },
    },
  },
  reviewing: {
    title: 'Begin, skip, dispute',
    view: 'call',
    actions: {
      begin: { label: 'Begin the review', keys: 'Alt+B' },
      'next-queued': { label: 'Next call of my queue', keys: 'Ctrl+Shift+Right' },
      skip: { label: 'Skip this call', keys: 'Alt+K' },
      coaching: { label: 'Coaching note', keys: 'Alt+C' },
      dispute: { label: 'Dispute the review', keys: 'Alt+G' },
      answer: { label: 'Answer the dispute', keys: 'Alt+A' },
    },
  },
  'review-queue': {
    title: 'My queue',
    view: 'review',
    actions: {
      next: { label: 'Open the next call', keys: 'Enter' },
      down: { label: 'Next call in the queue', keys: ['Down', 'J'], ...row },
      up: { label: 'Call before in the queue', keys: ['Up', 'K'], ...row },
      sample: { label: 'Assign a sample', keys: 'N' },
      pack: { label: 'Make a calibration pack', keys: 'P' },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  sync: {
    title: 'Sync',
    view: 'sync',
    actions: {
      start: { label: 'Sync now', keys: 'S', ...keyOnly },
      pause: { label: 'Pause or resume', keys: 'P', ...keyOnly },
      retry: { label: 'Retry failed', keys: 'R', ...keyOnly },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  agreement: {
    title: 'Agreement',
    view: 'agreement',
    actions: { back: { label: 'Back to what can be compared, or to Calls', keys: 'Escape' } },
  },
  sharing: {
    title: 'Sharing',
    view: 'any',
    actions: {
      share: { label: 'Share with a colleague', keys: 'Alt+Shift+B' },
      receive: { label: 'Import a bundle', keys: 'Alt+Shift+I' },
      conflicts: { label: 'Conflicts', keys: 'Alt+Shift+C' },
      report: { label: 'Save the call report', keys: 'Alt+Shift+P' },
    },
  },
  conflicts: {
    title: 'Conflicts',
    view: 'conflicts',
    actions: {
      next: { label: 'Next conflict', keys: ['J', 'Down'], ...row },
      before: { label: 'Conflict before', keys: ['K', 'Up'], ...row },
      'keep-1': { label: 'Keep the first', keys: '1', ...keyOnly },
      'keep-2': { label: 'Keep the second', keys: '2', ...keyOnly },
      'keep-3': { label: 'Keep the third', keys: '3', ...keyOnly },
      'keep-4': { label: 'Keep the fourth', keys: '4', ...keyOnly },
      merge: { label: 'Write one of both', keys: 'E', ...keyOnly },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  settings: {
    title: 'Settings',
    view: 'settings',
    actions: { back: { label: 'Back to the calls', keys: 'Escape' } },
  },
} as const satisfies Record<string, ScopeEntry>;

type Catalogue = typeof keyCatalogue;
export type KeyScopeId = keyof Catalogue;
/** An action within its scope: `play`. */
export type ActionOf<S extends KeyScopeId> = keyof Catalogue[S]['actions'] & string;
/** An action by its stored name: `call.play`. */
export type KeyActionId = { [S in KeyScopeId]: `${S}.${ActionOf<S>}` }[KeyScopeId];

/** An action with where it is from. */
export interface CatalogueAction extends KeyAction {
  id: KeyActionId;
  scope: KeyScopeId;
  scopeTitle: string;
  view: KeyView;
  over: boolean;
}

/** All actions, in the order of the catalogue. */
export const allActions: readonly CatalogueAction[] = Object.entries<ScopeEntry>(keyCatalogue).flatMap(
  ([scope, entry]) =>
    Object.entries<KeyAction>(entry.actions).map(([name, action]) => ({
      ...action,
      id: `${scope}.${name}` as KeyActionId,
      scope: scope as KeyScopeId,
      scopeTitle: entry.title,
      view: entry.view,
      over: entry.over ?? false,
    })),
);

const byId: ReadonlyMap<string, CatalogueAction> = new Map(allActions.map((action) => [action.id, action]));

/** The action of this stored name. Throws for one that the catalogue does not have. */
export function getAction(id: KeyActionId): CatalogueAction {
  const action = byId.get(id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
}
