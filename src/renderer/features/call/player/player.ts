import type { StoreApi } from 'zustand/vanilla';
import type { SilenceMode } from '#shared/logic/silence.ts';
import type { Span, TurnIndex } from '#shared/logic/transcript.ts';
import type { ChannelMix, MixState } from './channel-mix.ts';

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

export type FrameListener = (timeMs: number) => void;

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

/** The turn the reader is at: the chosen one, else the one being heard. */
export function currentTurn(state: Pick<PlayerState, 'activeTurn' | 'pinnedTurn'>): number {
  return state.pinnedTurn ?? state.activeTurn;
}
