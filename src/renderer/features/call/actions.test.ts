import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { summariseGaps } from '#shared/logic/latency.ts';
import { createTurnIndex, findActiveTurn, type Span } from '#shared/logic/transcript.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import { timingOf } from '#shared/testing/timing.ts';
import { createActions } from './actions.ts';
import type { ChannelMix, MixState } from './player/channel-mix.ts';
import { currentTurn, type Player, type PlayerState } from './player/player.ts';
import { createViewStore } from './wave/view-store.ts';

const DURATION = 60_000;
const turn = (startMs: number | null, reportedGapMs: number | null = null): Turn => ({
  index: 0,
  entry: 0,
  role: 'agent',
  rawRole: 'agent',
  content: '',
  startMs,
  endMs: null,
  gender: null,
  latency: null,
  reportedGapMs,
  measuredGapMs: null,
});

/** Two channels that can be heard alone. */
function stereoMix(): ChannelMix {
  const store = createStore<MixState>(() => ({
    evenOut: true,
    bothEars: false,
    gainDb: 0,
    muted: [],
    solo: [],
    channels: 2,
    levels: null,
    available: true,
  }));
  const hearOnly = (only: number | null) => store.setState({ solo: [only === 0, only === 1] });
  return { store, hearOnly } as ChannelMix;
}

/** A player whose sound stands where it was put; notes in `kept` what it was told to play as it is. */
function stillPlayer(turns: readonly Turn[], kept: Span[]): Player {
  const index = createTurnIndex(turns);
  const store = createStore<PlayerState>(() => ({
    playing: false,
    rate: 1,
    silence: 'off',
    volume: 1,
    muted: false,
    mediaDurationMs: DURATION,
    activeTurn: -1,
    pinnedTurn: null,
    loop: null,
    following: true,
    reveal: 0,
    error: null,
  }));
  let now = 0;
  const set = (part: Partial<PlayerState>) => store.setState(part);
  return {
    store,
    audio: {} as HTMLAudioElement,
    mix: stereoMix(),
    source: () => null,
    timeMs: () => now,
    durationMs: () => DURATION,
    load: () => undefined,
    setTurns: () => undefined,
    toggle: () => undefined,
    play: () => set({ playing: true }),
    pause: () => set({ playing: false }),
    seek(target) {
      now = Math.min(DURATION, Math.max(0, target));
      const active = findActiveTurn(index, now);
      if (active !== store.getState().activeTurn) set({ activeTurn: active, pinnedTurn: null });
    },
    setRate: (rate) => set({ rate }),
    setVolume: (volume) => set({ volume }),
    setMuted: (muted) => set({ muted }),
    setLoop: (loop) => set({ loop }),
    setSilence: (silence) => set({ silence }),
    setSilences: () => undefined,
    keep: (span) => kept.push(span),
    pin: (pinnedTurn) => set({ pinnedTurn }),
    setFollowing: (following) => set({ following }),
    onFrame: () => () => undefined,
  };
}

function setUp(turns: Turn[], more: { findings?: Finding[]; timing?: CallTiming } = {}) {
  const kept: Span[] = [];
  const player = stillPlayer(turns, kept);
  const view = createViewStore(DURATION);
  const index = createTurnIndex(turns);
  const actions = createActions({
    player,
    view,
    turns,
    index,
    gaps: summariseGaps(turns).gaps,
    slowLatencyMs: 1200,
    findings: more.findings ?? [],
    timing: more.timing ?? null,
  });
  return { player, view, actions, kept, here: () => currentTurn(player.store.getState()) };
}

describe('going to turns', () => {
  it('reaches every turn, also those that share a time or have none', () => {
    const { actions, here, player } = setUp([turn(1000), turn(5000), turn(5000), turn(null), turn(90_000)]);
    const seen = [];
    for (let i = 0; i < 6; i += 1) {
      actions.stepTurn(1);
      seen.push(here());
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 4]);
    expect(player.timeMs()).toBe(DURATION);
    actions.stepTurn(-1);
    expect(here()).toBe(3);
  });

  it('moves the view only when the turn is not in it', () => {
    const { actions, view } = setUp([turn(1000), turn(50_000)]);
    actions.zoom(6);
    const before = view.getState().view;
    actions.goToTurn(0);
    expect(view.getState().view).toBe(before);
    actions.goToTurn(1);
    const { startMs, endMs } = view.getState().view;
    expect(startMs).toBeLessThanOrEqual(50_000);
    expect(endMs).toBeGreaterThan(50_000);
  });

  it('takes the loop along', () => {
    const { actions, player } = setUp([turn(1000), turn(5000), turn(9000)]);
    actions.goToTurn(0);
    actions.toggleLoop();
    expect(player.store.getState().loop).toEqual({ startMs: 1000, endMs: 5000 });
    actions.goToTurn(1);
    expect(player.store.getState().loop).toEqual({ startMs: 5000, endMs: 9000 });
  });

  it('goes round the slow turns and says when there is none', () => {
    const { actions, here } = setUp([turn(1000, 300), turn(5000, 1500), turn(9000, 2500)]);
    expect([actions.goToSlow(1), here()]).toEqual([true, 1]);
    expect([actions.goToSlow(1), here()]).toEqual([true, 2]);
    expect([actions.goToSlow(1), here()]).toEqual([true, 1]);
    expect(setUp([turn(1000, 300)]).actions.goToSlow(1)).toBe(false);
  });
});

it('goes round what is done with silence, and round the parties', () => {
  const { actions, player } = setUp([turn(1000)]);
  expect([actions.nextSilenceMode(), actions.nextSilenceMode(), actions.nextSilenceMode()]).toEqual([
    'fast',
    'skip',
    'off',
  ]);
  expect(player.store.getState().silence).toBe('off');
  expect([actions.nextSolo(), actions.nextSolo(), actions.nextSolo(), actions.nextSolo()]).toEqual([0, 1, null, 0]);
});

it('shows an earlier or later stretch, half of what is shown further', () => {
  const { actions, view } = setUp([turn(1000)]);
  actions.zoom(6);
  actions.pan(1);
  expect(view.getState().view).toEqual({ startMs: 5000, endMs: 15_000 });
  actions.pan(-1);
  actions.pan(-1);
  expect(view.getState().view).toEqual({ startMs: 0, endMs: 10_000 });
});

it('replays the same turn again while its gap is heard, and the gap as it is', () => {
  const { actions, player, kept } = setUp([turn(1000), turn(5000), turn(20_000, 2000)]);
  actions.goToTurn(2);
  actions.replayTurn();
  expect(player.timeMs()).toBe(18_000);
  player.seek(18_900);
  actions.replayTurn();
  expect(player.timeMs()).toBe(18_000);
  expect(kept).toEqual([
    { startMs: 18_000, endMs: 20_000 },
    { startMs: 18_000, endMs: 20_000 },
  ]);
});

describe('going to what was found', () => {
  const finding = (position: number): Finding => ({
    rule: 'negative-value',
    severity: 'error',
    position,
    message: '',
    lookAt: '',
    definition: 'total_perceived_ms',
  });
  const overlap = (startMs: number, kind: 'barge-in' | 'backchannel' | 'talk-over' = 'barge-in') => ({
    startMs,
    endMs: startMs + 300,
    first: 'agent' as const,
    kind,
  });

  it('steps through the turns in the order in which they were spoken', () => {
    const turns = [turn(1000), turn(9000), turn(5000)];
    const { actions, here } = setUp(turns, { timing: timingOf({ order: [0, 2, 1] }) });
    const seen = [1, 1, 1, 1, -1].map((by) => {
      actions.stepTurn(by as 1 | -1);
      return here();
    });
    expect(seen).toEqual([0, 2, 1, 1, 2]);
  });

  it('stops once at a turn with several findings', () => {
    const turns = [turn(1000), turn(5000), turn(9000)];
    const { actions, here } = setUp(turns, { findings: [finding(1), finding(1), finding(2)] });
    const seen = [1, 1, 1, -1, -1].map((direction) => [actions.goToFinding(direction as 1 | -1), here()]);
    expect(seen).toEqual([1, 2, 1, 2, 1].map((position) => [true, position]));
    expect(setUp(turns).actions.goToFinding(1)).toBe(false);
  });

  it('goes to a second before each overlap, past backchannels', () => {
    const overlaps = [overlap(400), overlap(8000, 'backchannel'), overlap(20_000, 'talk-over'), overlap(20_500)];
    const { actions, player } = setUp([turn(1000)], { timing: timingOf({ overlaps }) });
    player.seek(2000);
    const go = (direction: 1 | -1) => (actions.goToOverlap(direction) ? player.timeMs() : null);
    expect([go(1), go(1), go(1), go(1)]).toEqual([19_000, 19_500, 0, 19_000]);
    expect([go(-1), go(-1)]).toEqual([0, 19_500]);
    expect(setUp([], { timing: timingOf({ overlaps: [overlap(8000, 'backchannel')] }) }).actions.goToOverlap(1)).toBe(
      false,
    );
    expect(setUp([]).actions.goToOverlap(1)).toBe(false);
  });

  it('goes back past the dead air that is being heard', () => {
    const deadAir = [10_000, 30_000].map((startMs) => ({ startMs, endMs: startMs + 4000, after: null }));
    const { actions, player } = setUp([turn(1000)], { timing: timingOf({ deadAir }) });
    actions.goToDeadAir(-1);
    expect(player.timeMs()).toBe(29_000);
    player.play();
    player.seek(30_400);
    actions.goToDeadAir(-1);
    expect(player.timeMs()).toBe(9000);
    player.seek(12_000);
    actions.goToDeadAir(-1);
    expect(player.timeMs()).toBe(9000);
    expect(setUp([]).actions.goToDeadAir(1)).toBe(false);
  });
});
