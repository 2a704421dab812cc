import { findSlowTurn, type TurnGap } from '#shared/logic/latency.ts';
import { type SilenceMode, silenceModes } from '#shared/logic/silence.ts';
import { findStep } from '#shared/logic/steps.ts';
import { findTurnSpan, replayStartMs, type TurnIndex } from '#shared/logic/transcript.ts';
import { fitView, panView, revealInView, viewAtShare, zoomView } from '#shared/logic/wave-view.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import { currentTurn, type Player } from './player/player.ts';
import type { ViewStore } from './wave/view-store.ts';

/** What a reader can do with an open call, whether by key, button or click. */
export interface CallActions {
  /** Goes to a turn: the sound, the waveform, the transcript and the latency pane. */
  goToTurn(position: number): void;
  /** Goes to the turn before or after the current one, in the order in which they were spoken. */
  stepTurn(by: 1 | -1): void;
  seekBy(deltaMs: number): void;
  seekTo(timeMs: number): void;
  /** Plays the current turn again, from the pause before it. */
  replayTurn(): void;
  toggleLoop(): void;
  /** Goes to the next turn whose gap is at least the "slow" threshold; false when the call has none. */
  goToSlow(direction: 1 | -1): boolean;
  /** Goes to the next turn that the linter found something at; false when there is none. */
  goToFinding(direction: 1 | -1): boolean;
  /** Goes to shortly before the next place where one party speaks over the other; false when there is none. */
  goToOverlap(direction: 1 | -1): boolean;
  /** Goes to shortly before the next dead air; false when there is none. */
  goToDeadAir(direction: 1 | -1): boolean;
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
  /** The gap by which each turn counts as slow, in order. */
  readonly gaps: readonly TurnGap[];
  readonly slowLatencyMs: number;
  readonly findings: readonly Finding[];
  readonly timing: CallTiming | null;
}

/** So much is heard before an overlap or dead air that one goes to, ms. */
const leadInMs = 1000;
/** The media clock does not land on the millisecond; and while it plays, "before" does not mean the place just gone to. */
const arrivalMs = 20;
const playedOnMs = 1500;

/** Ties the player, the view and the transcript of one call together. */
export function createActions(parts: ActionParts): CallActions {
  const { player, view, turns, index, gaps, slowLatencyMs, findings, timing } = parts;
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

  function stepTo(spans: readonly { startMs: number }[], direction: 1 | -1): boolean {
    const places = spans.map(({ startMs }) => Math.max(0, startMs - leadInMs));
    const before = player.store.getState().playing ? playedOnMs : arrivalMs;
    const place = findStep(places, player.timeMs(), direction, { after: arrivalMs, before });
    if (place === undefined) return false;
    seekTo(place);
    return true;
  }

  function stepToTurn(position: number | undefined): boolean {
    if (position === undefined) return false;
    goToTurn(position);
    return true;
  }

  /** In the order in which the turns were spoken, as the transcript shows them. */
  function stepTurn(by: 1 | -1): void {
    const order = timing?.order ?? null;
    const place = order === null ? here() : order.indexOf(here());
    const next = Math.min(turns.length - 1, Math.max(0, place + by));
    goToTurn(order?.[next] ?? next);
  }

  /** Zooming keeps the playhead in place while it is in sight, else the middle. */
  function anchorMs(): number {
    const { startMs, endMs } = view.getState().view;
    const now = player.timeMs();
    return now >= startMs && now <= endMs ? now : (startMs + endMs) / 2;
  }

  return {
    goToTurn,
    stepTurn,
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
    goToSlow: (direction) => stepToTurn(findSlowTurn(gaps, here(), slowLatencyMs, direction)),
    goToFinding(direction) {
      const places = findings.map(({ position }) => position);
      return stepToTurn(findStep(places, here(), direction));
    },
    goToOverlap(direction) {
      const spans = timing?.overlaps.filter(({ kind }) => kind !== 'backchannel') ?? [];
      return stepTo(spans, direction);
    },
    goToDeadAir: (direction) => stepTo(timing?.deadAir ?? [], direction),
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
