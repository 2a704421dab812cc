import { keyOnly, row, type ScopeEntry } from './key-scope.ts';

/** Keys for the same moment in other calls. */
export const familyKeys = {
  alike: {
    title: 'The same moment elsewhere',
    view: 'call',
    actions: {
      turns: { label: 'Turns like this', keys: 'Shift+L' },
      family: { label: 'Family of this turn', keys: 'Alt+Y' },
    },
  },
  'alike-list': {
    title: 'Turns alike',
    view: 'call',
    over: true,
    actions: {
      down: { label: 'Next turn of the list', keys: ['Down', 'J'], ...row },
      up: { label: 'Turn before in the list', keys: ['Up', 'K'], ...row },
      open: { label: 'Open its call at that turn', keys: 'Enter', ...keyOnly },
      compare: { label: 'Add the turn of the list to compare', keys: 'Z', ...keyOnly },
      leave: { label: 'Back to the transcript', keys: 'Escape', ...keyOnly },
    },
  },
  families: {
    title: 'Families',
    view: 'families',
    actions: {
      text: { label: 'Find a family by its name', keys: '/' },
      down: { label: 'Next family', keys: ['Down', 'J'], ...row },
      up: { label: 'Family before', keys: ['Up', 'K'], ...row },
      open: { label: 'Open the family', keys: 'Enter', ...keyOnly },
      select: { label: 'Select the family, or no longer', keys: 'X', ...keyOnly },
      rename: { label: 'Rename the family', keys: 'F2' },
      merge: { label: 'Merge the selected families', keys: 'M' },
      undo: { label: 'Undo', keys: 'Ctrl+Z' },
      redo: { label: 'Do again', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  family: {
    title: 'One family',
    view: 'family',
    actions: {
      rename: { label: 'Rename this family', keys: 'F2' },
      merge: { label: 'Merge this family into another', keys: 'M' },
      split: { label: 'Make a family of the selected wordings', keys: 'S' },
      release: { label: 'Release the selected wordings', keys: 'R' },
      down: { label: 'Next wording or turn', keys: ['Down', 'J'], ...row },
      up: { label: 'Wording or turn before', keys: ['Up', 'K'], ...row },
      select: { label: 'Select the wording, or no longer', keys: 'X', ...keyOnly },
      compare: { label: 'Add the turn to compare', keys: 'Z', ...keyOnly },
      undo: { label: 'Undo', keys: 'Ctrl+Z' },
      redo: { label: 'Do again', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
      back: { label: 'Back to the families', keys: 'Escape' },
    },
  },
} as const satisfies Readonly<Record<string, ScopeEntry>>;
