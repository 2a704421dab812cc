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
  | 'compare'
  | 'insights'
  | 'families'
  | 'family'
  | 'blind'
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

/** The keys of one place. */
export interface ScopeEntry {
  title: string;
  view: KeyView;
  /** Lies over its view while it is there: its keys win. */
  over?: true;
  actions: Readonly<Record<string, KeyAction>>;
}

/** Moving by one row. */
export const row = { inPalette: false, repeat: true } as const;
/** The palette has these from everywhere, in words of its own. */
export const keyOnly = { inPalette: false } as const;
