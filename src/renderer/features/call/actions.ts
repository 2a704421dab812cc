import { findSlowTurn, type GapSummary } from '#shared/logic/latency.ts';
import { type SilenceMode, silenceModes } from '#shared/logic/silence.ts';
import { findTurnSpan, replayStartMs, type TurnIndex } from '#shared/logic/transcript.ts';
import { fitView, panView, revealInView, viewAtShare, zoomView } from '#shared/logic/wave-view.ts';
import type { Turn } from '#shared/model/turn.ts';
import { currentTurn, type Player } from './player/create-player.ts';
import type { ViewStore } from './wave/view-store.ts';

/** What a reader can do with an open call, whether by key, button or click. */
export interface CallActions {
  /** Goes to a turn: the sound, the waveform, the transcript and the latency pane. */
  goToTurn(position: number): void;
  /** Goes to the turn before or after the current one, in the transcript's order. */
  stepTurn(by: 1 | -1): void;
  seekBy(deltaMs: number): void;
  seekTo(timeMs: number): void;
  /** Plays the current turn again, from the pause before it. */
  replayTurn(): void;
  toggleLoop(): void;
  /** Goes to the next turn whose gap is at least the "slow" threshold; false when the call has none. */
  goToSlow(direction: 1 | -1): boolean;
  /** Plays; when already playing, plays faster. */
  playFaster(): void;
  zoom(factor: number): void;
  zoomToShare(share: number): void;
  fit(): void;
  backToNow(): void;
  /** Shows an earlier or later stretch, half of what is shown further. */
  pan(direction: 1 | -1): void;
  /** Off, fast, skip, and round again; returns what it is now. */
  nextSilenceMode(): SilenceMode;
  /** Hears the first channel only, then the second, ..., then all; returns which, null for all. */
  nextSolo(): number | null;
}

export interface ActionParts {
  readonly player: Player;
  readonly view: ViewStore;
  readonly turns: readonly Turn[];
  readonly index: TurnIndex;
  readonly gaps: GapSummary;
  readonly slowLatencyMs: number;
}

/** Ties the player, the view and the transcript of one call together. */
export function createActions({ player, view, turns, index, gaps, slowLatencyMs }: ActionParts): CallActions {
  let replayed: { position: number; fromMs: number; untilMs: number } | null = null;
  const here = () => currentTurn(player.store.getState());
  const spanOf = (position: number) => findTurnSpan(turns, index, position, player.durationMs());

  function goToTurn(position: number): void {
    const turn = turns[position];
    if (turn === undefined) return;
    const looping = player.store.getState().loop !== null;
    if (turn.startMs !== null) player.seek(turn.startMs);
    player.pin(position);
    const span = spanOf(position);
    if (looping) player.setLoop(span ?? null);
    if (span !== undefined) view.change((current, durationMs) => revealInView(current, durationMs, span));
    player.setFollowing(true);
  }

  function seekTo(timeMs: number): void {
    player.seek(timeMs);
    player.pin(null);
    const at = player.timeMs();
    view.change((current, durationMs) => revealInView(current, durationMs, { startMs: at, endMs: at }));
    player.setFollowing(true);
  }

  /** Zooming keeps the playhead in place while it is in sight, else the middle. */
  function anchorMs(): number {
    const { startMs, endMs } = view.getState().view;
    const now = player.timeMs();
    return now >= startMs && now <= endMs ? now : (startMs + endMs) / 2;
  }

  return {
    goToTurn,
    stepTurn: (by) => goToTurn(Math.min(turns.length - 1, Math.max(0, here() + by))),
    seekTo,
    seekBy: (deltaMs) => seekTo(player.timeMs() + deltaMs),
    replayTurn() {
      const now = player.timeMs();
      // Still in the pause that the last replay began with: the same turn is meant, not the one before the pause.
      const again = replayed !== null && now >= replayed.fromMs && now < replayed.untilMs ? replayed.position : null;
      const position = again ?? Math.max(0, here());
      const turn = turns[position];
      const startMs = turn === undefined ? undefined : replayStartMs(turn);
      if (turn === undefined || startMs === undefined) return;
      replayed = { position, fromMs: startMs, untilMs: turn.startMs ?? startMs };
      player.setLoop(null);
      seekTo(startMs);
      // The silence before the turn is what the reader wants to hear.
      player.keep({ startMs, endMs: turn.startMs ?? startMs });
      player.play();
    },
    toggleLoop() {
      const { loop } = player.store.getState();
      player.setLoop(loop === null ? (spanOf(Math.max(0, here())) ?? null) : null);
    },
    goToSlow(direction) {
      const position = findSlowTurn(gaps.gaps, here(), slowLatencyMs, direction);
      if (position === undefined) return false;
      goToTurn(position);
      return true;
    },
    playFaster() {
      const { playing, rate } = player.store.getState();
      if (playing) player.setRate(rate + 0.25);
      else player.play();
    },
    zoom: (factor) => view.change((current, durationMs) => zoomView(current, durationMs, anchorMs(), factor)),
    zoomToShare: (share) => view.change((current, durationMs) => viewAtShare(current, durationMs, anchorMs(), share)),
    pan: (direction) =>
      view.change((current, durationMs) => {
        if (player.store.getState().playing) player.setFollowing(false);
        return panView(current, durationMs, (direction * (current.endMs - current.startMs)) / 2);
      }),
    nextSilenceMode() {
      const at = silenceModes.indexOf(player.store.getState().silence);
      const next = silenceModes[(at + 1) % silenceModes.length] ?? 'off';
      player.setSilence(next);
      return next;
    },
    nextSolo() {
      const { channels, solo } = player.mix.store.getState();
      if (channels < 2) return null;
      const next = solo.lastIndexOf(true) + 1;
      const only = next < channels ? next : null;
      player.mix.hearOnly(only);
      return only;
    },
    fit: () => view.change((_, durationMs) => fitView(durationMs)),
    backToNow() {
      player.pin(null);
      const at = player.timeMs();
      view.change((current, durationMs) => revealInView(current, durationMs, { startMs: at, endMs: at }));
      player.setFollowing(true);
    },
  };
}
