import { useMemo } from 'react';
import { useKeys } from '../../../lib/keys.ts';
import type { Listening } from './listening.ts';

/** Speeds that the keys step through. */
export const listenRates: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** Lengths of the lead-in to choose from, ms. */
export const leadIns: readonly number[] = [0, 500, 1000, 1500, 2000, 3000, 5000];

/** The value of a list next to this one, upwards or downwards; this one at the end of the list. */
export function stepIn(list: readonly number[], value: number, up: boolean): number {
  const further = list.filter((one) => (up ? one > value : one < value));
  return (up ? further[0] : further.at(-1)) ?? value;
}

/** What the keys of listening run, beside each other and blind alike. */
export function listenActions(listening: Listening) {
  const { store } = listening;
  const rate = (up: boolean) => () => listening.setRate(stepIn(listenRates, store.getState().rate, up));
  const lead = (up: boolean) => () => listening.setLeadIn(stepIn(leadIns, store.getState().leadInMs, up));
  const pick = (clip: number) => () => listening.pick(clip);
  return {
    play: listening.toggle,
    restart: () => listening.start('one'),
    pick,
    swap: listening.swap,
    'one-two': () => listening.start('a-b'),
    'one-two-one': () => listening.start('a-b-a'),
    loop: () => listening.setLoop(!store.getState().loop),
    'rate-down': rate(false),
    'rate-up': rate(true),
    'rate-normal': () => listening.setRate(1),
    'lead-less': lead(false),
    'lead-more': lead(true),
    match: () => listening.setMatched(!store.getState().matched),
  } as const;
}

const plain = [
  'play',
  'restart',
  'swap',
  'one-two',
  'one-two-one',
  'loop',
  'rate-down',
  'rate-up',
  'rate-normal',
  'lead-less',
  'lead-more',
  'match',
] as const;

/** Bindings that the scopes `listen` and `blind` share. */
export function playBindings(actions: ReturnType<typeof listenActions>) {
  return [
    ...plain.map((action) => ({ action, run: actions[action] })),
    { action: 'pick-1', run: actions.pick(0) },
    { action: 'pick-2', run: actions.pick(1) },
  ] as const;
}

/** The keys of listening side by side, while it is on screen. */
export function useListenKeys(listening: Listening): void {
  const actions = useMemo(() => listenActions(listening), [listening]);
  const count = listening.players.length;
  const more = (['pick-3', 'pick-4', 'pick-5', 'pick-6'] as const).slice(0, Math.max(0, count - 2));
  useKeys('listen', [...playBindings(actions), ...more.map((action, at) => ({ action, run: actions.pick(at + 2) }))]);
}
