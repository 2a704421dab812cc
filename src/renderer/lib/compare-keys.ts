import { keyOnly, row, type ScopeEntry } from './key-scope.ts';

/** Keys for putting things side by side. */
export const compareKeys = {
  'to-compare': {
    title: 'To compare',
    view: 'call',
    actions: {
      turn: { label: 'Add this turn, or the answer to it, to compare', keys: 'Z' },
      call: { label: 'Add this call to compare', keys: 'Shift+Z' },
    },
  },
  compare: {
    title: 'Compare',
    view: 'compare',
    actions: {
      'base-before': { label: 'Compare with the column before', keys: 'Shift+Left', ...keyOnly },
      'base-after': { label: 'Compare with the column after', keys: 'Shift+Right', ...keyOnly },
      open: { label: 'Open this turn in its call', keys: 'Enter', ...keyOnly },
      tools: { label: 'Fold or unfold the tool calls', keys: 'T' },
      tray: { label: 'Show or hide the tray', keys: 'Z' },
      copy: { label: 'Copy the address of this comparison', keys: 'Shift+C' },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  'compare-calls': {
    title: 'Two calls',
    view: 'compare',
    actions: {
      down: { label: 'Next pair', keys: ['Down', 'J'], ...row },
      up: { label: 'Pair before', keys: ['Up', 'K'], ...row },
      'difference-next': { label: 'Next difference', keys: 'N', repeat: true },
      'difference-before': { label: 'Difference before', keys: 'Shift+N', repeat: true },
      'gap-next': { label: 'Next turn that only one call has', keys: 'G', repeat: true },
      'gap-before': { label: 'Turn before that only one call has', keys: 'Shift+G', repeat: true },
      pin: { label: 'Pin the pair, or no longer', keys: 'P' },
      break: { label: 'Break the pair', keys: 'B' },
      mark: { label: 'Take this turn to pair it with another row', keys: 'M' },
      undo: { label: 'Undo a pin or break', keys: 'Ctrl+Z' },
      redo: { label: 'Pin or break it again', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
    },
  },
} as const satisfies Readonly<Record<string, ScopeEntry>>;
