/** One element taking over from another; `cancel` leaves the old one as it is. */
export interface HandOver {
  cancel(): void;
}

export interface HandOverSteps {
  /** The next element, before it plays unheard. */
  prepare(next: HTMLAudioElement): void;
  done(next: HTMLAudioElement): void;
}

/** How far ahead the next element waits at first, seconds of sound; more when it was not ready in time. */
const LEAD_SECONDS = 0.3;
/** Close enough to begin: what lies between two timers. */
const NEAR_SECONDS = 0.015;
/** What rounding makes of one place. */
const SAME_SECONDS = 0.005;
/** Two elements this close are in step: less than is noticed in speech. */
const STEP_SECONDS = 0.03;
/** Further apart than any delay makes them. */
const FAR_SECONDS = 2;
/** The clock of an element that has just begun is not to be relied on. */
const SETTLE_MS = 60;
/** On a busy machine they never come closer; then as near as they are. */
const MAX_CORRECTIONS = 5;
const TELLING = ['canplay', 'playing', 'seeked', 'seeking', 'pause', 'play', 'ratechange', 'error'] as const;

/**
 * Lets another source go on where `from` is, without a gap: a second element loads it, waits at a place a little ahead,
 * starts unheard when the sound gets there, and takes over once both run in step. A paused one takes over at exactly
 * its place. `done` gets the element that goes on; `from` is then the caller's to silence. When the new source cannot be
 * played, its element takes over all the same and says so.
 */
export function handOver(
  from: HTMLAudioElement,
  source: string,
  { prepare, done }: HandOverSteps,
  signal: AbortSignal,
): HandOver {
  const next = document.createElement('audio');
  const scope = new AbortController();
  const listening = { signal: AbortSignal.any([signal, scope.signal]) };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lead = LEAD_SECONDS;
  let isStarted = false;
  let corrections = 0;
  /** How much time passes between setting a place and sounding there. */
  let lag = 0;

  function end(): void {
    clearTimeout(timer);
    scope.abort();
  }

  function copySettings(): void {
    next.preservesPitch = from.preservesPitch;
    next.volume = from.volume;
    next.muted = from.muted;
    next.defaultPlaybackRate = from.defaultPlaybackRate;
    next.playbackRate = from.playbackRate;
  }

  function aim(): void {
    next.currentTime = from.paused ? from.currentTime : from.currentTime + lead * from.playbackRate;
  }

  function takeOver(): void {
    if (listening.signal.aborted) return;
    end();
    copySettings();
    done(next);
  }

  function start(): void {
    isStarted = true;
    next.muted = true;
    next.play().catch(takeOver);
  }

  function rest(): void {
    isStarted = false;
    next.pause();
    aim();
  }

  /** Both play: the next one takes over, or is brought closer. */
  function settle(): void {
    const behind = from.currentTime - next.currentTime;
    if (from.paused || from.seeking || next.seeking) check();
    // The reader has gone elsewhere.
    else if (Math.abs(behind) > FAR_SECONDS) next.currentTime = from.currentTime;
    else if (Math.abs(behind) <= STEP_SECONDS * from.playbackRate || corrections >= MAX_CORRECTIONS) takeOver();
    else {
      corrections += 1;
      lag += behind;
      next.currentTime = from.currentTime + lag;
    }
  }

  function settleSoon(): void {
    timer = setTimeout(settle, SETTLE_MS);
  }

  /** What to do now; null when an event will tell. */
  function decide(): (() => void) | null {
    if (next.error !== null) return takeOver;
    if (next.seeking || from.seeking || next.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    if (from.paused || from.error !== null) {
      if (isStarted) return rest;
      const place = Math.min(from.currentTime, next.duration);
      return Math.abs(next.currentTime - place) < SAME_SECONDS ? takeOver : aim;
    }
    if (isStarted) return settleSoon;
    // At its end an element would begin again: the old one plays the rest and then stands still.
    if (next.ended) return null;
    const ahead = (next.currentTime - from.currentTime) / from.playbackRate;
    if (ahead < -NEAR_SECONDS || ahead > 2 * lead) {
      lead *= 2;
      return aim;
    }
    if (ahead <= NEAR_SECONDS) return start;
    return () => {
      timer = setTimeout(check, ahead * 1000 - 5);
    };
  }

  function check(): void {
    clearTimeout(timer);
    if (next.playbackRate !== from.playbackRate) next.playbackRate = from.playbackRate;
    decide()?.();
  }

  signal.addEventListener('abort', end, { once: true });
  for (const type of TELLING) {
    from.addEventListener(type, check, listening);
    next.addEventListener(type, check, listening);
  }
  next.preload = 'auto';
  prepare(next);
  copySettings();
  next.src = source;
  aim();
  return {
    cancel: () => {
      end();
      next.removeAttribute('src');
      next.load();
    },
  };
}
