import type { GapDoubt, MeasuredGap, NoGapReason } from '../../model/timing.ts';
import type { FoundOverlap } from './overlaps.ts';
import { BACKCHANNEL_MS, BLIP_MS, type Placed } from './placement.ts';
import { countStartingBefore, coveredMs, findSpanAt, firstAtOrAfter, type Span } from './spans.ts';
import type { Voice } from './voices.ts';

/** Hold music of less than this between question and answer is no hold. */
const HOLD_BETWEEN_MS = 1000;
/** Speech 20 dB above the line is found as on a clean one; at 10 dB the weak ends of words sink into it (docs/latency.md, accuracy). */
const CLEAR_ABOVE_NOISE_DB = 18;
/** Slow speech, characters per ms: who is said to speak for longer over so few has another's voice in his stretch. */
const SLOW_CHARS_PER_MS = 1 / 140;
const SLOW_REST_MS = 1500;

/** What gaps are looked for in. */
export interface GapScene {
  /** In order of time. */
  readonly placed: readonly Placed[];
  /** Agent and caller, or one that is both. */
  readonly voices: readonly Voice[];
  readonly identical: boolean;
  readonly overlaps: readonly FoundOverlap[];
  readonly holds: readonly Span[];
  /** Tool calls: when by the recording's clock (ascending), and by their place in the transcript (ascending). */
  readonly toolTimesMs: readonly number[];
  readonly toolEntries: readonly number[];
  /** Of a turn, by its place in the list: where the vendor's transcript has it, and how much text. */
  readonly entryOf: (at: number) => number;
  readonly charsOf: (at: number) => number;
  readonly clockIsSure: boolean;
  /** Matches further off than this are weak. */
  readonly strictMs: number;
}

/** A gap, or why there is none. */
export type Gap =
  | { readonly gap: MeasuredGap; readonly noGap: null }
  | { readonly gap: null; readonly noGap: NoGapReason };

const none = (noGap: NoGapReason): Gap => ({ gap: null, noGap });

/** The silence before every placed agent turn, by the turn's place in the transcript's list. */
export function measureGaps(scene: GapScene): Map<number, Gap> {
  const measure = scene.voices.length === 2 ? betweenVoices(scene) : withinMix(scene);
  return new Map(scene.placed.flatMap((turn, i) => (turn.party === 'agent' ? [[turn.at, measure(turn, i)]] : [])));
}

/** From the end of the caller's last sound to the agent's onset, each on a channel of its own. */
function betweenVoices(scene: GapScene): (turn: Placed, i: number) => Gap {
  const { placed, voices } = scene;
  const agent = utterances(voices[0], placed);
  // A longer one is a turn that the transcript lacks.
  const agentTurns = agent.filter(({ weak, startMs, endMs }) => !weak || endMs - startMs > BACKCHANNEL_MS);
  const caller = utterances(voices[1], placed);
  const firstCaller = placed.findIndex((turn) => turn.party === 'caller');
  const bargeIns = scene.overlaps.filter(({ kind, first }) => kind === 'barge-in' && first === 'agent');
  const bargeStarts = bargeIns.map((overlap) => overlap.startMs);
  return (turn, i) => {
    const previous = placed[i - 1];
    if (previous === undefined) return none('greeting');
    const onsetMs = turn.startMs;
    if (turn.startSource !== 'sound') return none(previous.party === 'agent' ? 'no-caller-before' : 'not-found');
    const spoke = caller[countStartingBefore(caller, onsetMs) - 1];
    const before = agentTurns[countStartingBefore(agentTurns, onsetMs) - 1];
    if (previous.party === 'caller' && previous.endMs === null) {
      // He may be heard where his turn was not looked for: some vendors give the time at which a turn was over.
      const answered = spoke?.weak === true && spoke.endMs > (before?.endMs ?? 0);
      if (!answered) return none('not-found');
    }
    if (spoke === undefined || (firstCaller < 0 && spoke.weak)) return none('no-caller-before');
    if (spoke.endMs > onsetMs) return none('overlap');
    if (before !== undefined && before.endMs > spoke.endMs) {
      const stopped = bargeIns[firstAtOrAfter(bargeStarts, spoke.endMs) - 1];
      if (stopped === undefined || stopped.firstEndMs < before.endMs) return none(ownBefore(scene, before, turn, i));
    }
    // Something on the agent's channel that no turn tells of: a filler, that ended the wait, or nothing.
    const odd = agent[countStartingBefore(agent, onsetMs) - 1];
    const isOdd = spoke.weak || (odd?.weak === true && odd.endMs > spoke.endMs);
    return between(scene, spoke.endMs, turn, i, isOdd ? weak : []);
  };
}

/** From the end of the sound of the turn before, where that is the caller's, to the next onset; nobody's voice can be told. */
function withinMix(scene: GapScene): (turn: Placed, i: number) => Gap {
  const { placed, identical } = scene;
  const missing = none(identical ? 'channels-identical' : 'not-found');
  return (turn, i) => {
    const previous = placed[i - 1];
    if (previous === undefined) return none('greeting');
    if (previous.party === 'agent') {
      return none(ownBefore(scene, { startMs: previous.startMs, endMs: previous.endMs ?? previous.startMs }, turn, i));
    }
    if (turn.startSource !== 'sound' || previous.endMs === null) return missing;
    // A caller who came in while the agent spoke: whose sound it was that ended last is anybody's guess.
    const longestMs = scene.charsOf(previous.at) / SLOW_CHARS_PER_MS + SLOW_REST_MS;
    if (previous.startSource !== 'sound' && previous.speechMs > longestMs) return none('overlap');
    return between(scene, previous.endMs, turn, i, ['mono', ...(previous.startSource === 'sound' ? [] : weak)]);
  };
}

const weak: readonly GapDoubt[] = ['weak-match'];

function between(scene: GapScene, fromMs: number, turn: Placed, i: number, known: readonly GapDoubt[]): Gap {
  const toMs = turn.startMs;
  if (toMs < fromMs) return none('overlap');
  if (coveredMs(scene.holds, fromMs, toMs) >= HOLD_BETWEEN_MS) return none('hold-between');
  const doubts = new Set<GapDoubt>(known);
  if (scene.voices.some(({ aboveNoiseDb }) => aboveNoiseDb !== null && aboveNoiseDb < CLEAR_ABOVE_NOISE_DB)) {
    doubts.add('noise');
  }
  if (!scene.clockIsSure) doubts.add('clock');
  if (turn.offMs > scene.strictMs) doubts.add('weak-match');
  // What the wait was for is in doubt then, not how long it was.
  const confidence = doubts.size === 0 ? 'high' : 'low';
  if (hasToolBetween(scene, fromMs, turn, i)) doubts.add('tool-call-between');
  return { gap: { ms: toMs - fromMs, fromMs, toMs, confidence, doubts: [...doubts] }, noGap: null };
}

/** Why there is no gap before a turn of the agent that follows the agent's own. */
function ownBefore(scene: GapScene, before: Span, turn: Placed, i: number): NoGapReason {
  if (coveredMs(scene.holds, before.endMs, turn.startMs) >= HOLD_BETWEEN_MS) return 'hold-between';
  return hasToolBetween(scene, before.startMs, turn, i) ? 'tool-call-between' : 'no-caller-before';
}

function hasToolBetween(scene: GapScene, fromMs: number, turn: Placed, i: number): boolean {
  const { placed, toolTimesMs, toolEntries, entryOf } = scene;
  const nextTime = toolTimesMs[firstAtOrAfter(toolTimesMs, fromMs)];
  if (nextTime !== undefined && nextTime < turn.startMs) return true;
  const previous = placed[i - 1];
  const nextEntry = previous && toolEntries[firstAtOrAfter(toolEntries, entryOf(previous.at))];
  return nextEntry !== undefined && nextEntry < entryOf(turn.at);
}

/** A voice's stretches without clicks that belong to no turn; `weak` = no turn of the transcript says so either. */
function utterances(voice: Voice | undefined, placed: readonly Placed[]): (Span & { weak: boolean })[] {
  const party = voice?.parties[0];
  const turns = placed.flatMap(({ party: whose, startMs, endMs }) =>
    whose === party && endMs !== null ? [{ startMs, endMs }] : [],
  );
  return (voice?.segments ?? []).flatMap(({ startMs, endMs }) => {
    const unclaimed = findSpanAt(turns, startMs) < 0 && findSpanAt(turns, endMs - 1) < 0;
    return unclaimed && endMs - startMs < BLIP_MS ? [] : [{ startMs, endMs, weak: unclaimed }];
  });
}
