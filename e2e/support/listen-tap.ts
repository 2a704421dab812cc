import type { Page } from '@playwright/test';

/** What one player did. */
export interface PlayerNote {
  readonly player: number;
  readonly what: 'playing' | 'pause';
  /** Where it began to play, or stopped, on the media clock, ms. The event may come late, the place is not. */
  readonly mediaMs: number;
}

/** Level of one block of what a player's mix gives to the ears. */
export interface TappedBlock {
  readonly player: number;
  /** Where in the recording it is from, ms, by the media clock and the context's, which are read together. */
  readonly mediaMs: number;
  /** Mean power of the left ear, dBFS; -120 = nothing. */
  readonly db: number;
}

declare global {
  interface Window {
    listenTap?: { notes: PlayerNote[]; blocks: TappedBlock[] };
  }
}

/**
 * Notes when players start and stop and by their media clocks, and the level of all that reaches the device. Runs in the page before
 * the app does: what is connected to a context's destination is connected to a listener as well. Players are told apart by their
 * place in the page, contexts by whose element they play.
 */
export function installListenTap(): void {
  const tap: NonNullable<Window['listenTap']> = { notes: [], blocks: [] };
  window.listenTap = tap;
  const playerOf = (element: Element) => [...document.querySelectorAll('audio')].indexOf(element as HTMLAudioElement);
  /** Start of the range that is being played: the browser's own account, however late an event is. */
  const playedFrom = ({ played, currentTime }: HTMLMediaElement) => {
    for (let at = 0; at < played.length; at += 1) {
      if (played.start(at) <= currentTime && currentTime <= played.end(at)) return played.start(at);
    }
    return currentTime;
  };
  const running = new Set<EventTarget>();
  for (const what of ['playing', 'pause'] as const) {
    window.addEventListener(
      what,
      ({ target }) => {
        // Playing again without a pause is sound that was waited for.
        if (!(target instanceof HTMLAudioElement) || (what === 'playing' && running.has(target))) return;
        if (what === 'playing') running.add(target);
        else running.delete(target);
        const seconds = what === 'playing' ? playedFrom(target) : target.currentTime;
        tap.notes.push({ player: playerOf(target), what, mediaMs: seconds * 1000 });
      },
      true,
    );
  }
  const elements = new Map<BaseAudioContext, HTMLMediaElement>();
  const createSource = AudioContext.prototype.createMediaElementSource;
  AudioContext.prototype.createMediaElementSource = function (element) {
    elements.set(this, element);
    return createSource.call(this, element);
  };
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode, ...rest: number[]) => AudioNode;
  const listeners = new WeakMap<BaseAudioContext, ScriptProcessorNode>();
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
    const { context } = this;
    if (to === context.destination && !listeners.has(context)) {
      const listener = context.createScriptProcessor(256, 2, 2);
      listeners.set(context, listener);
      listener.onaudioprocess = ({ inputBuffer, playbackTime }) => {
        const samples = inputBuffer.getChannelData(0);
        const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
        const element = elements.get(context);
        if (element === undefined) return;
        // `playbackTime` is when its answer is to be heard: a block after its own sound.
        const ago = context.currentTime - playbackTime + samples.length / context.sampleRate;
        const mediaMs = (element.currentTime - ago * element.playbackRate) * 1000;
        tap.blocks.push({ player: playerOf(element), mediaMs, db: power < 1e-12 ? -120 : 10 * Math.log10(power) });
      };
      connect.call(listener, context.destination);
    }
    const listener = listeners.get(context);
    if (to === context.destination && listener !== undefined && this !== listener) connect.call(this, listener);
    return connect.call(this, to, ...rest);
  } as AudioNode['connect'];
}

/** Takes what was noted since the last time. */
export function takeNotes(page: Page): Promise<{ notes: PlayerNote[]; blocks: TappedBlock[] }> {
  return page.evaluate(() => {
    const { notes, blocks } = window.listenTap ?? { notes: [], blocks: [] };
    return { notes: notes.splice(0), blocks: blocks.splice(0) };
  });
}

/** Level of speech in what was tapped of a player, after ITU-T P.56: the mean power of the blocks within 15.9 dB of it. */
export function speechLevel(blocks: readonly TappedBlock[], player: number): number {
  const powers = blocks.flatMap(({ player: whose, db }) => (whose === player && db > -120 ? [10 ** (db / 10)] : []));
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  let level = mean(powers);
  for (let turn = 0; turn < 30; turn += 1) {
    const floor = level * 10 ** (-15.9 / 10);
    level = mean(powers.filter((power) => power >= floor));
  }
  return 10 * Math.log10(level);
}
