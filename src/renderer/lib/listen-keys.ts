import type { ScopeEntry } from './key-scope.ts';

/** What is heard, the same beside each other and blind. */
const playing = {
  play: { label: 'Play or pause', keys: 'Space' },
  restart: { label: 'Play this turn from its starting point', keys: 'R' },
  'pick-1': { label: 'Hear A', keys: '1' },
  'pick-2': { label: 'Hear B', keys: '2' },
  swap: { label: 'Hear the other one', keys: 'X' },
  'one-two': { label: 'Play one, then the other', keys: 'S' },
  'one-two-one': { label: 'Play one, the other, and the first again', keys: 'D' },
  loop: { label: 'Loop, or no longer', keys: 'L' },
  'rate-down': { label: 'Slower', keys: '[' },
  'rate-up': { label: 'Faster', keys: ']' },
  'rate-normal': { label: 'Normal speed', keys: '\\' },
  'lead-less': { label: 'Less of the caller’s last words', keys: ',' },
  'lead-more': { label: 'More of the caller’s last words', keys: '.' },
  match: { label: 'Match the loudness, or play as recorded', keys: 'V' },
} as const;

/** Keys for listening to turns side by side, and blind. */
export const listenKeys = {
  listen: {
    title: 'Listen side by side',
    view: 'compare',
    actions: {
      ...playing,
      'pick-3': { label: 'Hear C', keys: '3' },
      'pick-4': { label: 'Hear D', keys: '4' },
      'pick-5': { label: 'Hear E', keys: '5' },
      'pick-6': { label: 'Hear F', keys: '6' },
    },
  },
  blind: {
    title: 'Blind listening',
    view: 'blind',
    actions: {
      ...playing,
      'vote-a': { label: 'A is better', keys: 'A' },
      'vote-b': { label: 'B is better', keys: 'B' },
      'vote-none': { label: 'No difference', keys: 'E' },
      undo: { label: 'Take the last vote back', keys: 'Ctrl+Z' },
      skip: { label: 'Skip this pair', keys: 'K' },
      back: { label: 'End blind listening, or back to Calls', keys: 'Escape' },
    },
  },
} as const satisfies Readonly<Record<string, ScopeEntry>>;
