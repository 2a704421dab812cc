import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ClipLevel, matchLoudness } from '#shared/logic/listen/match-loudness.ts';
import {
  endOffset,
  type ListenPair,
  legsOf,
  offsetAfterSwitch,
  otherOf,
  type PlayPlan,
  pairAfterPick,
  startOffset,
} from '#shared/logic/listen/play-plan.ts';
import type { ListenSpan } from '#shared/logic/listen/start-point.ts';
import { createPlayer } from '../../call/player/create-player.ts';
import { MAX_RATE, MIN_RATE, type Player } from '../../call/player/player.ts';

/** An agent turn to be heard. `index` is the turn's own, as in the transcript. */
export interface ListenTurn {
  readonly callId: string;
  readonly index: number;
}

/** Those of what is side by side that are turns. */
export function turnsToHear(refs: readonly { callId: string; index: number | null }[]): ListenTurn[] {
  return refs.flatMap(({ callId, index }) => (index === null ? [] : [{ callId, index }]));
}

/** What is known of one turn's sound. */
export type ListenClip =
  | { readonly state: 'loading' }
  | { readonly state: 'unheard'; readonly reason: string }
  | { readonly state: 'ready'; readonly span: ListenSpan; readonly level: ClipLevel | null };

/** What React may know of listening to turns side by side. The time is not in here: `onFrame` tells it. */
export interface ListenState {
  /** One for each turn, in the order of the turns. */
  readonly clips: readonly ListenClip[];
  /** The turn that is heard, or will be by Space. */
  readonly current: number;
  /** The two held against each other: what A-B plays, and what is swapped. */
  readonly pair: ListenPair;
  readonly plan: PlayPlan;
  /** How far the plan is, from 0. */
  readonly leg: number;
  readonly playing: boolean;
  readonly loop: boolean;
  readonly rate: number;
  /** So much of the caller's last words is played before the common starting point. */
  readonly leadInMs: number;
  /** The agents' speech is brought to one loudness. */
  readonly matched: boolean;
  readonly error: string | null;
}

/** Called with the turn that is heard and the place on the common axis: 0 is the end of the caller's speech. */
export type OffsetListener = (clip: number, offsetMs: number) => void;

/** Players for two to six turns, of which one is heard at a time. Disposed by the signal it was made with. */
export interface Listening {
  readonly store: StoreApi<ListenState>;
  readonly players: readonly Player[];
  /** Place on the common axis, ms; negative in the lead-in. */
  offsetMs(): number;
  /** Calls back on every frame while playing, and after every jump; at once too. Returns how to stop it. */
  onFrame(listener: OffsetListener): () => void;
  /** Says what is known of a turn's sound. `source` null = none to be heard. */
  setClip(clip: number, known: ListenClip, source: string | null, durationMs: number): void;
  /** Plays from the start; nothing when a turn of it cannot be heard. */
  start(plan: PlayPlan): void;
  toggle(): void;
  pause(): void;
  /** Hears this turn: while playing at once and at the same place. */
  pick(clip: number): void;
  /** Hears the other one of the pair. */
  swap(): void;
  seek(offsetMs: number): void;
  setLoop(loop: boolean): void;
  setRate(rate: number): void;
  setLeadIn(leadInMs: number): void;
  setMatched(matched: boolean): void;
}

/** What listening begins with. */
export interface ListenStart {
  readonly volume: number;
  readonly leadInMs: number;
  readonly matched: boolean;
}

/** Silence between two turns of a plan, ms: without it they run into each other. */
export const BETWEEN_MS = 400;
/** A player that stops so near to the end has come to it. */
const END_MS = 300;

/** Creates players for so many turns. They are silent until `setClip` has said what they play. */
export function createListening(signal: AbortSignal, count: number, initial: ListenStart): Listening {
  const players = Array.from({ length: count }, () =>
    // A recording of one channel and one of two must not be told apart by the ear they come to.
    createPlayer(signal, { volume: initial.volume, rate: 1, silence: 'off', evenOut: false, bothEars: true }),
  );
  const store = createStore<ListenState>(() => ({
    clips: Array.from({ length: count }, () => ({ state: 'loading' })),
    current: 0,
    pair: [0, Math.min(1, count - 1)],
    plan: 'one',
    leg: 0,
    playing: false,
    loop: false,
    rate: 1,
    leadInMs: initial.leadInMs,
    matched: initial.matched,
    error: null,
  }));
  const listeners = new Set<OffsetListener>();
  let between: ReturnType<typeof setTimeout> | undefined;
  /** The player that was told to play and has not said yet that it does. */
  let starting = false;

  const spanOf = (clip: number): ListenSpan | null => {
    const known = store.getState().clips[clip];
    return known?.state === 'ready' ? known.span : null;
  };
  const playerOf = (clip: number): Player | undefined => players[clip];

  function offsetMs(): number {
    const { current } = store.getState();
    return (playerOf(current)?.timeMs() ?? 0) - (spanOf(current)?.fromMs ?? 0);
  }

  function halt(): void {
    clearTimeout(between);
    starting = false;
    for (const player of players) player.pause();
  }

  /** Brings a turn's player to a place of the common axis. */
  function place(clip: number, offset: number): void {
    const span = spanOf(clip);
    if (span !== null) playerOf(clip)?.seek(span.fromMs + offset);
  }

  function sound(clip: number, offset: number): void {
    halt();
    store.setState({ current: clip, playing: true, error: null });
    place(clip, offset);
    starting = true;
    playerOf(clip)?.play();
  }

  const firstOffset = (clip: number) => {
    const span = spanOf(clip);
    return span === null ? 0 : startOffset(span, store.getState().leadInMs);
  };

  function start(plan: PlayPlan): void {
    const { pair, current } = store.getState();
    const legs = legsOf(plan, pair, current);
    const [first] = legs;
    if (first === undefined || legs.some((clip) => spanOf(clip) === null)) return;
    store.setState({ plan, leg: 0 });
    sound(first, firstOffset(first));
  }

  /** A turn has been heard to its end: the next of the plan, the plan again, or silence at its beginning. */
  function endLeg(): void {
    const { plan, leg, pair, current, loop } = store.getState();
    halt();
    const legs = legsOf(plan, pair, current);
    const next = leg + 1 < legs.length ? leg + 1 : 0;
    const clip = legs[next] ?? current;
    if (next === 0 && !loop) {
      store.setState({ playing: false, leg: 0, current: clip });
      place(clip, firstOffset(clip));
      return;
    }
    place(clip, firstOffset(clip));
    between = setTimeout(() => {
      store.setState({ leg: next });
      sound(clip, firstOffset(clip));
    }, BETWEEN_MS);
  }

  function pause(): void {
    halt();
    store.setState({ playing: false });
  }

  function pick(clip: number): void {
    const { current, pair, playing } = store.getState();
    const span = spanOf(clip);
    if (clip === current || playerOf(clip) === undefined) return;
    const now = offsetMs();
    store.setState({ pair: pairAfterPick(pair, current, clip), plan: 'one', leg: 0 });
    if (span === null) {
      pause();
      store.setState({ current: clip });
      return;
    }
    const offset =
      spanOf(current) === null ? firstOffset(clip) : offsetAfterSwitch(span, now, store.getState().leadInMs);
    if (playing) {
      sound(clip, offset);
      return;
    }
    store.setState({ current: clip });
    place(clip, offset);
  }

  function applyGains(): void {
    const { clips, matched } = store.getState();
    const { gainsDb } = matchLoudness(clips.map((clip) => (clip.state === 'ready' ? clip.level : null)));
    players.forEach((player, clip) => {
      const gainDb = matched ? (gainsDb[clip] ?? 0) : 0;
      if (player.mix.store.getState().gainDb !== gainDb) player.mix.set({ gainDb });
    });
  }

  players.forEach((player, clip) => {
    player.onFrame((timeMs) => {
      const { current, playing } = store.getState();
      const span = spanOf(clip);
      if (clip !== current || span === null) return;
      const offset = timeMs - span.fromMs;
      for (const listener of listeners) listener(clip, offset);
      if (playing && player.store.getState().playing && offset >= endOffset(span)) endLeg();
    });
    player.store.subscribe((state, before) => {
      if (clip !== store.getState().current) return;
      if (state.error !== null && state.error !== before.error) {
        pause();
        store.setState({ error: state.error });
      }
      if (state.playing) starting = false;
      if (state.playing || !before.playing || starting || !store.getState().playing) return;
      // It stopped by itself: at the end of its recording, or because the system's own key was pressed.
      const span = spanOf(clip);
      if (span !== null && player.timeMs() - span.fromMs >= endOffset(span) - END_MS) endLeg();
      else pause();
    });
  });
  signal.addEventListener('abort', () => {
    clearTimeout(between);
    listeners.clear();
  });

  return {
    store,
    players,
    offsetMs,
    onFrame(listener) {
      listeners.add(listener);
      listener(store.getState().current, offsetMs());
      return () => listeners.delete(listener);
    },
    setClip(clip, known, source, durationMs) {
      const player = playerOf(clip);
      if (player === undefined || signal.aborted) return;
      const before = spanOf(clip);
      const clips = store.getState().clips.map((one, at) => (at === clip ? known : one));
      store.setState({ clips });
      player.load(known.state === 'ready' ? source : null, durationMs);
      const { current, playing } = store.getState();
      if (known.state !== 'ready') {
        if (clip === current && playing) pause();
      } else if (before?.fromMs !== known.span.fromMs && !(clip === current && playing)) {
        place(clip, startOffset(known.span, store.getState().leadInMs));
      }
      applyGains();
    },
    start,
    toggle() {
      const { playing, current } = store.getState();
      const span = spanOf(current);
      if (playing) pause();
      else if (span !== null) {
        const offset = offsetMs();
        if (offset >= endOffset(span) || offset < firstOffset(current)) start(store.getState().plan);
        else sound(current, offset);
      }
    },
    pause,
    pick,
    swap() {
      const { pair, current } = store.getState();
      pick(otherOf(pair, current));
    },
    seek(offset) {
      const { current, playing } = store.getState();
      const span = spanOf(current);
      if (span === null) return;
      const clamped = Math.min(Math.max(offset, -span.fromMs), endOffset(span));
      if (playing) sound(current, clamped);
      else place(current, clamped);
    },
    setLoop: (loop) => store.setState({ loop }),
    setRate(wanted) {
      const rate = Math.min(MAX_RATE, Math.max(MIN_RATE, wanted));
      for (const player of players) player.setRate(rate);
      store.setState({ rate });
    },
    setLeadIn(leadInMs) {
      store.setState({ leadInMs });
      const { playing } = store.getState();
      if (!playing) for (let clip = 0; clip < count; clip += 1) place(clip, firstOffset(clip));
    },
    setMatched(matched) {
      store.setState({ matched });
      applyGains();
    },
  };
}
