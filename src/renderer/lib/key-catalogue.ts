import { compareKeys } from './compare-keys.ts';
import { familyKeys } from './family-keys.ts';
import { insightsKeys } from './insights-keys.ts';
import { type KeyAction, type KeyView, keyOnly, row, type ScopeEntry } from './key-scope.ts';
import { listenKeys } from './listen-keys.ts';
import { callReviewKeys, reviewViewKeys } from './review-work-keys.ts';

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
      compare: { label: 'Compare', keys: 'Alt+5', whileTyping: true },
      insights: { label: 'Insights', keys: 'Alt+6', whileTyping: true },
      families: { label: 'Families of turns', keys: 'Alt+7', whileTyping: true },
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
      compare: { label: 'Add this call to compare', keys: 'Z' },
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
  ...callReviewKeys,
  'find-bar': {
    title: 'Find in call',
    view: 'call',
    over: true,
    actions: { close: { label: 'Close the find bar', keys: 'Escape', inPalette: false } },
  },
  ...reviewViewKeys,
  ...listenKeys,
  ...compareKeys,
  ...insightsKeys,
  ...familyKeys,
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
