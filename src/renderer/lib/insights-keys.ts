import { row, type ScopeEntry } from './key-scope.ts';

/** Keys of the Insights screens. */
export const insightsKeys = {
  insights: {
    title: 'Insights',
    view: 'insights',
    actions: {
      overview: { label: 'All figures of the filtered calls', keys: 'O' },
      versions: { label: 'Compare two versions of an agent', keys: 'V' },
      'section-next': { label: 'Next section', keys: 'N' },
      'section-before': { label: 'Section before', keys: 'Shift+N' },
      back: { label: 'Back to the calls', keys: 'Escape' },
    },
  },
  'insights-turns': {
    title: 'Turns behind a figure',
    view: 'insights',
    over: true,
    actions: {
      up: { label: 'Turn before', keys: ['Up', 'K'], ...row },
      down: { label: 'Next turn', keys: ['Down', 'J'], ...row },
      open: { label: 'Open the call at this turn', keys: 'Enter', inPalette: false },
      compare: { label: 'Add this turn to compare', keys: 'Z' },
      close: { label: 'Close the turns', keys: 'Escape' },
    },
  },
} as const satisfies Readonly<Record<string, ScopeEntry>>;
