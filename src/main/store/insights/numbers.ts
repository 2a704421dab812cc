import { quantileOf } from '#shared/logic/stats/quantile.ts';
import type { InsightMeasure, InsightWhy } from '#shared/model/insights/question.ts';
import { callFlags, type NumberColumn, turnFlags, whyNumber, whyOf } from './columns.ts';
import type { Library } from './library.ts';

const columns: Record<Exclude<InsightMeasure, 'difference'>, NumberColumn> = {
  reported: 'reported_ms',
  measured: 'measured_ms',
  vad_delay_ms: 'vad_ms',
  stt_finalize_ms: 'stt_ms',
  llm_startup_ms: 'llm_startup_ms',
  llm_first_sentence_ms: 'llm_sentence_ms',
  tts_synthesis_ms: 'tts_ms',
  send_overhead_ms: 'send_ms',
};

/** Whether a number is the vendor's, or of which the vendor's is a part: generations of its API may define it differently. */
export const isVendors = (measure: InsightMeasure): boolean => measure !== 'measured';

/** The number of a turn; NaN when it has none. Negative ones of the vendor are none. */
export function numberReader({ turns }: Pick<Library, 'turns'>, measure: InsightMeasure): (turn: number) => number {
  if (measure === 'difference') {
    const { measured_ms: measured, reported_ms: reported } = turns.numbers;
    return (turn) => {
      const told = reported[turn] ?? Number.NaN;
      return told >= 0 ? (measured[turn] ?? Number.NaN) - told : Number.NaN;
    };
  }
  const column = turns.numbers[columns[measure]];
  return (turn) => {
    const value = column[turn] ?? Number.NaN;
    return value >= 0 ? value : Number.NaN;
  };
}

/** The number of each of these turns. */
export function numbersOf(turns: Uint32Array, number: (turn: number) => number): Float64Array {
  const numbers = new Float64Array(turns.length);
  for (let at = 0; at < turns.length; at += 1) numbers[at] = number(turns[at] ?? 0);
  return numbers;
}

/** The median of the finite ones; null of none. */
export const medianOf = (values: ArrayLike<number>): number | null => quantileOf(values, 0.5);

const notAnswering = new Set(['greeting', 'no-caller-before'].map(whyNumber));
const numbers = {
  greeting: whyNumber('greeting'),
  notReported: whyNumber('not-reported'),
  negative: whyNumber('negative'),
  noReported: whyNumber('no-reported'),
  noMeasured: whyNumber('no-measured'),
  notMeasured: whyNumber('not-measured'),
  noRecording: whyNumber('no-recording'),
};

/** Why a turn without the number has none, as the number of a reason (`whyOf`). */
export function whyReader(library: Library, measure: InsightMeasure): (turn: number) => number {
  const { turns, calls, names } = library;
  if (measure === 'difference') {
    const reported = turns.numbers.reported_ms;
    return (turn) => ((reported[turn] ?? Number.NaN) >= 0 ? numbers.noMeasured : numbers.noReported);
  }
  if (measure === 'measured') {
    const ofCall = names.noMeasure.texts.map(whyNumber);
    return (turn) => {
      const own = turns.why[turn] ?? 0;
      if (own > 0) return own;
      const place = turns.call[turn] ?? 0;
      const flags = calls.flags[place] ?? 0;
      const whole = ofCall[calls.noMeasure[place] ?? 0] ?? 0;
      if (whole > 0) return whole;
      return flags & callFlags.recording ? numbers.notMeasured : numbers.noRecording;
    };
  }
  const column = turns.numbers[columns[measure]];
  return (turn) => {
    if ((column[turn] ?? 0) < 0) return numbers.negative;
    const own = turns.why[turn] ?? 0;
    if (notAnswering.has(own)) return own;
    return (turns.flags[turn] ?? 0) & turnFlags.answers ? numbers.notReported : numbers.greeting;
  };
}

/** Counts of reasons as an answer says them, most frequent first. */
export function toMissing(counts: ArrayLike<number>): { why: InsightWhy; n: number }[] {
  const missing: { why: InsightWhy; n: number }[] = [];
  for (let number = 1; number < counts.length; number += 1) {
    const why = whyOf(number);
    const n = counts[number] ?? 0;
    if (why !== null && n > 0) missing.push({ why, n });
  }
  return missing.sort((a, b) => b.n - a.n || a.why.localeCompare(b.why));
}
