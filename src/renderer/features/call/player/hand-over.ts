/** One element taking over from another; `cancel` leaves the old one as it is. */
export interface HandOver {
  cancel(): void;
}

/** How far ahead the next element waits at first, seconds of sound; more when it was not ready in time. */
const LEAD_SECONDS = 0.3;
/** Close enough to begin: what lies between two timers. */
const NEAR_SECONDS = 0.015;
/** What rounding makes of one place. */
const SAME_SECONDS = 0.005;
const TELLING = ['canplay', 'seeked', 'seeking', 'pause', 'play', 'ratechange', 'error'] as const;

/**
 * Lets another source go on where `from` is, without a gap: a second element loads it, waits at a place a little ahead,
 * and starts when the sound gets there. A paused one takes over at exactly its place. `done` gets the element that goes
 * on; `from` is then the caller's to silence. When the new source cannot be played, its element takes over all the
 * same and says so.
 */
export function handOver(
  from: HTMLAudioElement,
  source: string,
  done: (next: HTMLAudioElement) => void,
  signal: AbortSignal,
): HandOver {
  const next = document.createElement('audio');
  const scope = new AbortController();
  const listening = { signal: AbortSignal.any([signal, scope.signal]) };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lead = LEAD_SECONDS;
  let isStarted = false;

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
    // Paused or moved between starting and being heard.
    if (from.paused && !next.paused) next.pause();
    if (isStarted && Math.abs(next.currentTime - from.currentTime) > LEAD_SECONDS) next.currentTime = from.currentTime;
    done(next);
  }

  function start(): void {
    isStarted = true;
    next.play().then(takeOver, takeOver);
  }

  /** What to do now; null when an event will tell. */
  function decide(): (() => void) | null {
    if (isStarted) return null;
    if (next.error !== null) return takeOver;
    if (next.seeking || from.seeking || next.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    if (from.paused || from.error !== null) {
      const place = Math.min(from.currentTime, next.duration);
      return Math.abs(next.currentTime - place) < SAME_SECONDS ? takeOver : aim;
    }
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
    decide()?.();
  }

  signal.addEventListener('abort', end, { once: true });
  for (const type of TELLING) {
    from.addEventListener(type, check, listening);
    next.addEventListener(type, check, listening);
  }
  next.preload = 'auto';
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
