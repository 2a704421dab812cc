import { findSlowTurn, type GapSummary } from '#shared/logic/latency.ts';
import { findTurnSpan, replayStartMs, type TurnIndex } from '#shared/logic/transcript.ts';
import { fitView, revealInView, viewAtShare, zoomView } from '#shared/logic/wave-view.ts';
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
    fit: () => view.change((_, durationMs) => fitView(durationMs)),
    backToNow() {
      player.pin(null);
      const at = player.timeMs();
      view.change((current, durationMs) => revealInView(current, durationMs, { startMs: at, endMs: at }));
      player.setFollowing(true);
    },
  };
}
