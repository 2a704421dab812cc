import { createStore } from 'zustand/vanilla';
import { findActiveTurn, type TurnIndex } from '#shared/logic/transcript.ts';
import { createChannelMix } from './channel-mix.ts';
import { createFrameClock } from './frame-clock.ts';
import { type HandOver, handOver } from './hand-over.ts';
import { heardAt } from './heard.ts';
import { errorOf } from './media-errors.ts';
import { type FrameListener, MAX_RATE, MIN_RATE, type Player, type PlayerStart, type PlayerState } from './player.ts';
import { createSilenceWatch } from './silence-watch.ts';

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
