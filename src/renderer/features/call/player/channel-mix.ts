import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ChannelLevel, channelGains } from '#shared/logic/loudness.ts';

/** How the channels of the recording are mixed for the reader's ears. */
export interface MixState {
  /** Speech of all parties and calls is brought to one loudness. */
  readonly evenOut: boolean;
  /** Both parties in both ears, instead of one in each. */
  readonly bothEars: boolean;
  /** On top of all else, the same for every channel: brings one player's sound to the loudness of another's, dB. */
  readonly gainDb: number;
  readonly muted: readonly boolean[];
  readonly solo: readonly boolean[];
  /** How many channels there are to mix; 0 = not known yet. */
  readonly channels: number;
  readonly levels: readonly ChannelLevel[] | null;
  /** This browser lets a page into its sound. */
  readonly available: boolean;
}

/** Puts gains between an `<audio>` and the ears, once they are needed and the reader has touched the page. */
export interface ChannelMix {
  readonly store: StoreApi<MixState>;
  /** What is known of the recording; `levels` null while its loudness is not. */
  setSource(channels: number, levels: readonly ChannelLevel[] | null): void;
  set(change: Partial<Pick<MixState, 'evenOut' | 'bothEars' | 'gainDb'>>): void;
  toggleMuted(channel: number): void;
  toggleSolo(channel: number): void;
  /** Only this channel is heard; null = all of them. */
  hearOnly(channel: number | null): void;
  /** Before an element plays. */
  attach(element: HTMLAudioElement): void;
  /** An element that will take over from the one attached. */
  attachNext(element: HTMLAudioElement): void;
  /** The element that took over is the only one left. */
  dropOthers(element: HTMLAudioElement): void;
  paused(): void;
  /** How long after an element's clock its sound leaves the device, ms; 0 while it plays by itself. */
  delayMs(): number;
}

/** Steps of loudness this slow make no click. */
const RAMP_SECONDS = 0.015;
/** The device is let go of after so long a pause. */
const REST_MS = 3000;
/** In both ears, so much of each party: two voices at once must not overdrive. */
const BOTH_EARS = Math.SQRT1_2;

interface Graph {
  readonly context: AudioContext;
  readonly input: GainNode;
  readonly sources: Map<HTMLAudioElement, MediaElementAudioSourceNode>;
  gains: readonly GainNode[];
  /** What it is wired for: the number of channels, and in how many ears. */
  wiredFor: string;
}

/** Creates the mix of one player; it ends with `signal`. Without Web Audio elements play by themselves. */
export function createChannelMix(signal: AbortSignal, initial: Pick<MixState, 'evenOut' | 'bothEars'>): ChannelMix {
  const store = createStore<MixState>(() => ({
    ...initial,
    gainDb: 0,
    muted: [],
    solo: [],
    channels: 0,
    levels: null,
    available: 'AudioContext' in window,
  }));
  let element: HTMLAudioElement | null = null;
  let graph: Graph | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const gainsNow = () => {
    const state = store.getState();
    const all = 10 ** (state.gainDb / 20);
    return channelGains(Math.max(1, state.channels), state.levels, state).map((gain) => gain * all);
  };

  /** As long as nothing would sound different, the browser's own way to the ears is the most exact one. */
  function isNeeded(): boolean {
    const { bothEars, channels } = store.getState();
    return (bothEars && channels > 1) || gainsNow().some((gain) => gain !== 1);
  }

  function open(): Graph | null {
    // A context made before the reader touched the page would stand still, and the sound with it.
    if (!store.getState().available || !navigator.userActivation.hasBeenActive) return null;
    const context = new AudioContext({ latencyHint: 'interactive' });
    return { context, input: context.createGain(), sources: new Map(), gains: [], wiredFor: '' };
  }

  function connect(to: Graph, from: HTMLAudioElement): void {
    if (to.sources.has(from)) return;
    const source = to.context.createMediaElementSource(from);
    source.connect(to.input);
    to.sources.set(from, source);
  }

  function wire(to: Graph): void {
    const { channels, bothEars } = store.getState();
    const wanted = `${channels} ${bothEars}`;
    if (to.wiredFor === wanted) return;
    to.input.disconnect();
    for (const gain of to.gains) gain.disconnect();
    to.wiredFor = wanted;
    to.gains = Array.from({ length: Math.max(1, channels) }, () => to.context.createGain());
    gainsNow().forEach((value, channel) => {
      const gain = to.gains[channel];
      if (gain !== undefined) gain.gain.value = value;
    });
    if (channels <= 1) {
      for (const gain of to.gains) to.input.connect(gain).connect(to.context.destination);
      return;
    }
    const splitter = to.context.createChannelSplitter(channels);
    const merger = to.context.createChannelMerger(2);
    const ears = to.context.createGain();
    ears.gain.value = bothEars ? BOTH_EARS : 1;
    to.input.connect(splitter);
    to.gains.forEach((gain, channel) => {
      splitter.connect(gain, channel);
      if (bothEars || channel % 2 === 0) gain.connect(merger, 0, 0);
      if (bothEars || channel % 2 === 1) gain.connect(merger, 0, 1);
    });
    merger.connect(ears).connect(to.context.destination);
  }

  function apply(): void {
    if (element === null || signal.aborted) return;
    if (graph === null && !isNeeded()) return;
    try {
      graph ??= open();
      if (graph === null) return;
      connect(graph, element);
      wire(graph);
      const { gains, context } = graph;
      gainsNow().forEach((value, channel) => {
        gains[channel]?.gain.setTargetAtTime(value, context.currentTime, RAMP_SECONDS);
      });
      if (!element.paused) wake();
    } catch {
      // Refused: another script of the page has the element, or there is no way to a device. It plays by itself.
      void graph?.context.close();
      graph = null;
      store.setState({ available: false });
    }
  }

  function wake(): void {
    clearTimeout(rest);
    // A refusal shows as an element that stands still, which the player tells of by itself.
    if (graph?.context.state === 'suspended') graph.context.resume().catch(() => undefined);
  }

  const flip = (list: readonly boolean[], channel: number) =>
    Array.from({ length: store.getState().channels }, (_, i) => (list[i] ?? false) !== (i === channel));

  signal.addEventListener('abort', () => {
    clearTimeout(rest);
    void graph?.context.close();
  });
  store.subscribe(apply);

  return {
    store,
    setSource(channels, levels) {
      const state = store.getState();
      if (state.channels === channels && state.levels === levels) return;
      store.setState(state.channels === channels ? { levels } : { channels, levels, muted: [], solo: [] });
    },
    set: (change) => store.setState(change),
    toggleMuted: (channel) => store.setState(({ muted }) => ({ muted: flip(muted, channel) })),
    toggleSolo: (channel) => store.setState(({ solo }) => ({ solo: flip(solo, channel) })),
    hearOnly(only) {
      const { channels } = store.getState();
      const solo = Array.from({ length: channels }, (_, channel) => channel === only);
      store.setState({ solo, muted: [] });
    },
    attach(playing) {
      element = playing;
      apply();
      wake();
    },
    attachNext(next) {
      if (graph !== null) connect(graph, next);
    },
    dropOthers(only) {
      element = only;
      for (const [one, source] of graph?.sources ?? []) {
        if (one === only) continue;
        source.disconnect();
        graph?.sources.delete(one);
      }
      apply();
    },
    paused() {
      clearTimeout(rest);
      rest = setTimeout(() => void graph?.context.suspend(), REST_MS);
    },
    delayMs() {
      if (graph === null || element === null || !graph.sources.has(element)) return 0;
      const { outputLatency } = graph.context;
      return Number.isFinite(outputLatency) ? Math.min(500, Math.max(0, outputLatency * 1000)) : 0;
    },
  };
}
