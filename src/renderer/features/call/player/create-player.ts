import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SilenceMode } from '#shared/logic/silence.ts';
import { findActiveTurn, type Span, type TurnIndex } from '#shared/logic/transcript.ts';
import { type ChannelMix, createChannelMix, type MixState } from './channel-mix.ts';
import { createFrameClock } from './frame-clock.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { heardAt } from './heard.ts';
import { errorOf } from './media-errors.ts';
import { createSilenceWatch } from './silence-watch.ts';

export const MIN_RATE = 0.5;
export const MAX_RATE = 3;

/** What React may know of a player. The time is not in here: it is read from the player, frame by frame. */
export interface PlayerState {
  readonly playing: boolean;
  /** The speed the reader has chosen; silence may be played faster. */
  readonly rate: number;
  readonly silence: SilenceMode;
  readonly volume: number;
  readonly muted: boolean;
  /** What the media engine takes for the length; null until it has read the file's head. */
  readonly mediaDurationMs: number | null;
  /** Position of the turn being heard, -1 before the first. */
  readonly activeTurn: number;
  /** A turn the reader chose, until the sound moves on to another one. */
  readonly pinnedTurn: number | null;
  readonly loop: Span | null;
  /** The views keep the active turn in sight until the reader looks elsewhere. */
  readonly following: boolean;
  /** Counts requests to show the current turn again. */
  readonly reveal: number;
  readonly error: string | null;
}

type FrameListener = (timeMs: number) => void;

/** One recording being played; every mounted player is its own. Disposed by the signal it was made with. */
export interface Player {
  readonly store: StoreApi<PlayerState>;
  /** What sounds now; another element after a source was replaced by another one. */
  readonly audio: HTMLAudioElement;
  readonly mix: ChannelMix;
  /** What is loaded, or being loaded. */
  source(): string | null;
  /** Where the sound is (or the cursor, when there is no recording). */
  timeMs(): number;
  durationMs(): number;
  /**
   * Loads a recording, or none: then the player is a cursor over `durationMs`. The place is kept. One that takes the
   * place of another goes on as that was, playing or not, without a gap.
   */
  load(source: string | null, durationMs: number): void;
  setTurns(index: TurnIndex): void;
  toggle(): void;
  play(): void;
  pause(): void;
  seek(timeMs: number): void;
  setRate(rate: number): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  setLoop(loop: Span | null): void;
  setSilence(mode: SilenceMode): void;
  /** Where nobody is heard, in order. */
  setSilences(silences: readonly Span[]): void;
  /** Plays a stretch as it is, silence or not, until the sound has left it. */
  keep(span: Span): void;
  pin(position: number | null): void;
  setFollowing(following: boolean): void;
  /** Calls back with the time on every frame while playing, and after every seek; at once too. */
  onFrame(listener: FrameListener): () => void;
}

/** What a player begins with. */
export interface PlayerStart extends Pick<MixState, 'evenOut' | 'bothEars'> {
  readonly volume: number;
  readonly rate: number;
  readonly silence: SilenceMode;
}

/** Creates a player that owns one `<audio>` element. It plays nothing until it is given a source. */
export function createPlayer(signal: AbortSignal, initial: PlayerStart): Player {
  let audio = document.createElement('audio');
  audio.preload = 'metadata';
  audio.preservesPitch = true;
  let attached = new AbortController();
  let change: HandOver | null = null;
  const store = createStore<PlayerState>(() => ({
    playing: false,
    rate: initial.rate,
    silence: initial.silence,
    volume: initial.volume,
    muted: false,
    mediaDurationMs: null,
    activeTurn: -1,
    pinnedTurn: null,
    loop: null,
    following: true,
    reveal: 0,
    error: null,
  }));
  const listeners = new Set<FrameListener>();
  let index: TurnIndex = { startsMs: new Float64Array(), positions: new Int32Array() };
  let source: string | null = null;
  let lengthMs = 0;
  let cursorMs = 0;
  /** Nothing before this place has been heard since the sound went there, ms. */
  let anchorMs = 0;
  const frames = createFrameClock(update);
  const silences = createSilenceWatch();
  const mix = createChannelMix(signal, initial);

  const timeMs = () => (source === null ? cursorMs : audio.currentTime * 1000);

  function jumpTo(placeMs: number): void {
    anchorMs = placeMs;
    audio.currentTime = placeMs / 1000;
  }

  /** Goes on through silence as the reader wants it; true when that was a jump. */
  function passSilence(now: number): boolean {
    const { rate, silence, loop } = store.getState();
    const { jumpMs, rate: wanted } = silences.decide(now, silence, rate, loop !== null);
    if (jumpMs !== null) {
      jumpTo(Math.min(jumpMs, lengthMs));
      return true;
    }
    // Without frames the end of a silence is seen too late to slow down for it.
    const next = document.hidden ? rate : wanted;
    if (audio.playbackRate !== next) audio.playbackRate = next;
    return false;
  }

  /** Shows where the sound is now. Half a frame ahead, so that a change is drawn on the nearer of two frames. */
  function update(): void {
    const { loop, playing, activeTurn } = store.getState();
    const now = timeMs();
    const rate = playing ? audio.playbackRate : 1;
    const aheadMs = (frames.frameMs() / 2) * rate;
    const heard = playing ? heardAt(now, { anchorMs, delayMs: mix.delayMs(), rate }) : now;
    if (loop !== null && playing && heard + aheadMs >= loop.endMs) {
      jumpTo(loop.startMs);
      return;
    }
    if (playing && !audio.seeking && passSilence(now)) return;
    const active = findActiveTurn(index, heard + aheadMs);
    if (active !== activeTurn) store.setState({ activeTurn: active, pinnedTurn: null });
    for (const listener of listeners) listener(heard);
  }

  function play(): void {
    if (source === null) return;
    // An element that failed plays nothing any more until it is loaded again.
    if (audio.error !== null) open(source, audio.currentTime);
    mix.attach(audio);
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        store.setState({ error: 'The browser wants a click on the play button first.' });
      }
      // Aborted by a pause or another load; what cannot be played arrives as an `error` event.
    });
  }

  function seek(target: number): void {
    const clamped = Math.min(Math.max(0, target), lengthMs);
    const { loop } = store.getState();
    if (loop !== null && (clamped < loop.startMs || clamped > loop.endMs)) store.setState({ loop: null });
    if (source === null) {
      cursorMs = clamped;
    } else {
      silences.wentTo(clamped);
      jumpTo(clamped);
    }
    update();
  }

  function attach(): void {
    attached = new AbortController();
    const listening = { signal: AbortSignal.any([signal, attached.signal]) };
    const on = (type: keyof HTMLMediaElementEventMap, listener: () => void) =>
      audio.addEventListener(type, listener, listening);
    on('play', () => {
      anchorMs = timeMs();
      store.setState({ playing: true, error: null });
      frames.start();
    });
    on('pause', () => {
      store.setState({ playing: false });
      frames.stop();
      mix.paused();
      update();
    });
    on('ended', () => {
      const { loop } = store.getState();
      if (loop === null) return;
      jumpTo(loop.startMs);
      play();
    });
    on('seeked', update);
    // Frames stop in a hidden window; the sound goes on.
    on('timeupdate', () => document.hidden && update());
    on('volumechange', () => store.setState({ volume: audio.volume, muted: audio.muted }));
    on('durationchange', noteDuration);
    on('error', () => {
      if (source === null) return;
      frames.stop();
      store.setState({ playing: false, error: errorOf(audio) });
    });
  }

  function open(from: string, atSeconds: number): void {
    audio.src = from;
    if (atSeconds > 0) audio.currentTime = atSeconds;
  }

  function noteDuration(): void {
    store.setState({ mediaDurationMs: Number.isFinite(audio.duration) ? audio.duration * 1000 : null });
  }

  /** The element that `next` took over from is silenced and forgotten. */
  function replaceElement(next: HTMLAudioElement): void {
    change = null;
    const old = audio;
    attached.abort();
    audio = next;
    attach();
    old.replaceWith(next);
    old.pause();
    old.removeAttribute('src');
    old.load();
    mix.dropOthers(next);
    store.setState({ playing: !next.paused, error: next.error === null ? null : errorOf(next) });
    if (!next.paused) frames.start();
    noteDuration();
    update();
  }

  attach();
  signal.addEventListener('abort', () => {
    frames.stop();
    listeners.clear();
    audio.pause();
    audio.removeAttribute('src');
    audio.load();
    audio.remove();
  });

  audio.volume = initial.volume;
  audio.defaultPlaybackRate = initial.rate;
  audio.playbackRate = initial.rate;

  return {
    store,
    mix,
    get audio() {
      return audio;
    },
    source: () => source,
    timeMs,
    durationMs: () => lengthMs,
    load(nextSource, nextLengthMs) {
      lengthMs = nextLengthMs;
      if (nextSource === source || signal.aborted) return;
      cursorMs = timeMs();
      change?.cancel();
      change = null;
      const isReplaced = source !== null && nextSource !== null;
      source = nextSource;
      store.setState({ mediaDurationMs: null, error: null });
      if (isReplaced && nextSource !== null) {
        change = handOver(audio, nextSource, { prepare: mix.attachNext, done: replaceElement }, signal);
        return;
      }
      store.setState({ playing: false });
      frames.stop();
      if (source === null) {
        audio.removeAttribute('src');
        audio.load();
      } else open(source, cursorMs / 1000);
      update();
    },
    setTurns(next) {
      index = next;
      update();
    },
    play,
    pause: () => audio.pause(),
    toggle: () => (audio.paused ? play() : audio.pause()),
    seek,
    setRate(rate) {
      const wanted = Math.min(MAX_RATE, Math.max(MIN_RATE, Math.round(rate * 20) / 20));
      audio.defaultPlaybackRate = wanted;
      audio.playbackRate = wanted;
      store.setState({ rate: wanted });
    },
    setVolume(volume) {
      audio.volume = Math.min(1, Math.max(0, volume));
      audio.muted = false;
    },
    setMuted(muted) {
      audio.muted = muted;
    },
    setLoop: (loop) => store.setState({ loop }),
    setSilence(silence) {
      store.setState({ silence });
      if (silence === 'off') audio.playbackRate = store.getState().rate;
    },
    setSilences: silences.setSilences,
    keep: silences.keep,
    pin: (pinnedTurn) => store.setState({ pinnedTurn }),
    setFollowing(following) {
      store.setState((state) => ({ following, reveal: following ? state.reveal + 1 : state.reveal }));
    },
    onFrame(listener) {
      listeners.add(listener);
      listener(timeMs());
      return () => listeners.delete(listener);
    },
  };
}

/** The turn the reader is at: the chosen one, else the one being heard. */
export function currentTurn(state: Pick<PlayerState, 'activeTurn' | 'pinnedTurn'>): number {
  return state.pinnedTurn ?? state.activeTurn;
}
